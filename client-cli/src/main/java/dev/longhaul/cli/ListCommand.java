package dev.longhaul.cli;

import dev.longhaul.error.NotFoundException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Lists the jobs of the account. */
@Command(
    name = "list",
    description = "Lists the jobs of the account, the first ones of the service's own list.")
final class ListCommand implements Callable<Integer> {
  /** The server again: picocli takes no field of a type so generic. */
  @Mixin
  @SuppressWarnings("unused") // read by picocli
  private final Object serverOptions;

  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = Limit.class,
      description = "How many to list at most, 1 to 10000; 20 without the option.")
  private int limit = 20;

  private final Surroundings surroundings;
  private final ServerOptions<? extends Service.Listed<?>> server;

  ListCommand(Surroundings surroundings, ServerOptions<? extends Service.Listed<?>> server) {
    this.surroundings = surroundings;
    this.server = server;
    this.serverOptions = server;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Service.Listed<?> service = server.open(surroundings)) {
      Table jobs = list(service);
      if (jobs.isEmpty()) {
        surroundings.display().note("The list is empty.");
      } else {
        jobs.lines().forEach(surroundings.display()::result);
      }
    }
    return ExitCode.DONE;
  }

  private Table list(Service.Listed<?> service) throws InterruptedException {
    try {
      return service.list(limit);
    } catch (NotFoundException missing) {
      String line = Trouble.line("The service knows no list there. Check --url.", missing);
      throw new CommandFailure(ExitCode.SERVICE, line, "", missing);
    }
  }

  /** A number of rows; a word that is none is not repeated. */
  static final class Limit implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      if (!text.matches("[1-9]\\d{0,3}|10000")) {
        throw new TypeConversionException("not a whole number from 1 to 10000");
      }
      return Integer.valueOf(text);
    }
  }
}
