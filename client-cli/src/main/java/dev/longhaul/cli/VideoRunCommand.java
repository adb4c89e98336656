package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.job.JobHandle;
import dev.longhaul.sora.VideoRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits one video, watches it and saves its file. */
@Command(
    name = "run",
    description = {
      "Submits a video, watches it and saves its file.",
      "The job's id goes to stderr as soon as it is known,"
          + " the file that was written to stdout.",
      "Ctrl-C leaves the video running; on a terminal it first asks whether to cancel it, where"
          + " --delete-stops says that this can be done."
    })
final class VideoRunCommand implements Callable<Integer> {
  @Mixin private final StoppableVideosServer server = new StoppableVideosServer();
  @Mixin private final OutFile out = new OutFile();
  @Mixin private final FollowOptions follow = new FollowOptions();

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "What the video shall show; @FILE reads it from a file, @@ starts it with @.")
  private String prompt = "";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "The length: 4, 8, 12, 16 or 20; never rounded. Without it the server's own.")
  private @Nullable String seconds;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      description =
          "Width and height: 720x1280, 1280x720, and with sora-2-pro also 1024x1792, 1792x1024,"
              + " 1080x1920 or 1920x1080. Without it the server's own.")
  private @Nullable String size;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "The model: sora-2, sora-2-pro, or another that the server has. With another, any length"
              + " and size are passed on, since only the server knows what it takes.")
  private @Nullable String model;

  @Option(
      names = "--reference",
      paramLabel = "FILE",
      description = "An image to start from: jpeg, png or webp, exactly of the video's size.")
  private @Nullable Path reference;

  private final Surroundings surroundings;

  VideoRunCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  @SuppressWarnings("try") // Ctrl-C is held for the time of the block, and not used in it
  public Integer call() throws InterruptedException {
    out.check();
    VideoRequest video = request();
    try (CtrlC.Hold hold = surroundings.person().ctrlC().interruptsCaller();
        VideosService service = server.open(surroundings)) {
      JobFollower.of(service, surroundings, server, out)
          .patience(follow.patience)
          .run(() -> submit(service, video));
      return ExitCode.DONE;
    }
  }

  private VideoRequest request() {
    VideoCreate video =
        new VideoCreate().prompt(new InputArgument("--prompt", "prompt", prompt).text());
    if (seconds != null) {
      requireShape("--seconds", seconds, "\\d{1,4}", "a whole number of seconds, such as 8");
      video.seconds(VideoSeconds.of(seconds));
    }
    if (size != null) {
      requireShape("--size", size, "\\d{1,5}x\\d{1,5}", "WIDTHxHEIGHT, such as 1280x720");
      video.size(VideoSize.of(size));
    }
    if (model != null) {
      requireShape("--model", model, "[\\w.:/-]{1,128}", "the name of a model, such as sora-2");
      video.model(VideoModel.of(model));
      if (!video.getModel().isKnown()) {
        server.takesOwnValues();
      }
    }
    if (reference != null && reference.toString().isEmpty()) {
      throw CommandFailure.usage("--reference names no file. Pass the path of an image.");
    }
    return reference == null ? VideoRequest.create(video) : VideoRequest.create(video, reference);
  }

  private static void requireShape(String option, String value, String shape, String what) {
    if (!value.matches(shape)) {
      throw CommandFailure.usage(option + " is not " + what + ". Pass one.");
    }
  }

  private static JobHandle<Video> submit(VideosService service, VideoRequest video)
      throws InterruptedException {
    try {
      return service.client().submit(video);
    } catch (InvalidInputException wrong) {
      throw inWordsOfOptions(wrong);
    }
  }

  private static CommandFailure inWordsOfOptions(InvalidInputException wrong) {
    String text = String.valueOf(wrong.getMessage());
    if (text.contains(" none of ")) {
      // What follows the first sentence is a remedy in the words of the library.
      return CommandFailure.usage("--" + text.split("\\. ", 2)[0] + ". Pass one of these.");
    }
    return CommandFailure.usage(
        "--" + text.replaceFirst("^input_", "").replace(" or set size ", " or set --size "));
  }
}
