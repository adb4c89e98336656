package dev.longhaul.cli;

import dev.longhaul.error.NotFoundException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.generated.functionrunner.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits one job, watches it and saves what it made. */
@Command(
    name = "run",
    description = {
      "Submits a job, watches it and saves its files.",
      "The job's id goes to stderr as soon as it is known,"
          + " the files that were written to stdout, one per line.",
      "Ctrl-C leaves the job running; on a terminal it first asks whether to cancel it."
    })
final class RunCommand implements Callable<Integer> {
  @Mixin private final PushedFunctionsServer server = new PushedFunctionsServer();
  @Mixin private final OutFolder out = new OutFolder();
  @Mixin private final FollowOptions follow = new FollowOptions();

  @Parameters(paramLabel = "TEMPLATE", description = "The id of the template to run.")
  private String template = "";

  @Option(
      names = "--input",
      paramLabel = "NAME=VALUE",
      description = {
        "An input of the template; may be repeated. The template says of which type the value is;"
            + " without a type it is JSON where it can be read so, else text.",
        "@FILE reads the value from a file, @@ starts a text with @. For an input of the type file,"
            + " @FILE sends the file itself; any other value goes as it is, such as a URL."
      })
  private List<String> inputs = new ArrayList<>();

  private final Surroundings surroundings;

  RunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  @SuppressWarnings("try") // Ctrl-C is held for the time of the block, and not used in it
  public Integer call() throws InterruptedException {
    out.check();
    List<InputArgument> given = InputArgument.parseAll("--input", inputs);
    try (CtrlC.Hold hold = surroundings.person().ctrlC().interruptsCaller();
        FunctionsService service = server.open(surroundings)) {
      FunctionRunnerClient client = service.client();
      TaskSubmission task =
          new TaskSubmission().templateId(template).inputs(new InputForm(read(client)).fill(given));
      JobFollower.of(service, surroundings, server, out)
          .patience(follow.patience)
          .run(() -> client.submit(task));
      return ExitCode.DONE;
    }
  }

  private Template read(FunctionRunnerClient client) throws InterruptedException {
    try {
      return Interruptible.await(client.templateAsync(template));
    } catch (NotFoundException unknown) {
      if (unknown.facts().serverCode().isEmpty() && unknown.facts().serverMessage().isEmpty()) {
        throw unknown; // the page of some other server, not the service's own word
      }
      throw CommandFailure.usage(
          "The service knows no template of that id. Check it and --url;"
              + " \"longhaul functions templates\" lists them.");
    }
  }
}
