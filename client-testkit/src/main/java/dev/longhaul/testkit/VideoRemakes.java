package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import dev.longhaul.testkit.HttpReader.Body;
import dev.longhaul.testkit.VideoForm.Part;
import dev.longhaul.testkit.VideoRequestBody.Kind;

/** Makes videos, and characters, from videos. */
final class VideoRemakes {

  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_VIDEO = 120;
  private static final int MOST_STEPS = 6;

  private final VideoData data;
  private final FakeSoraOptions options;
  private final SoraErrors errors;

  VideoRemakes(VideoData data) {
    this.data = data;
    this.options = data.options();
    this.errors = data.errors();
  }

  WireAnswer remix(String id, ReceivedRequest request, Body body) {
    JsonObject fields = VideoRequestBody.of(request, body, errors).fields();
    VideoCheck check = new VideoCheck(fields, errors);
    check.only("prompt");
    check.text("prompt", VideoPlanner.LONGEST_PROMPT);
    return data.make(request, finished("id", id).plan().changed(fields, id));
  }

  WireAnswer edit(ReceivedRequest request, Body body) {
    VideoRequestBody sent = VideoRequestBody.of(request, body, errors);
    VideoCheck check = new VideoCheck(sent.fields(), errors);
    check.only("prompt", "video");
    check.text("prompt", VideoPlanner.LONGEST_PROMPT);
    if (sent.kind() == Kind.FORM) {
      demandFile(sent, check);
      return data.make(request, ofFile(sent.fields()));
    }
    String id = check.reference("video");
    return data.make(request, finished("video", id).plan().changed(sent.fields(), id));
  }

  WireAnswer extend(ReceivedRequest request, Body body) {
    VideoRequestBody sent = VideoRequestBody.of(request, body, errors);
    VideoCheck check = new VideoCheck(sent.fields(), errors);
    check.only("prompt", "video", "seconds");
    check.text("prompt", VideoPlanner.LONGEST_PROMPT);
    int more = Integer.parseInt(check.demandedChoice("seconds", options.seconds));
    VideoPlan from;
    if (sent.kind() == Kind.FORM) {
      demandFile(sent, check);
      from = ofFile(sent.fields());
    } else {
      from = finished("video", check.reference("video")).plan();
    }
    VideoPlan longer = from.longer(sent.fields(), more);
    if (longer.seconds() > LONGEST_VIDEO || longer.steps() > MOST_STEPS) {
      throw errors.invalid(
          "seconds",
          "invalid_value",
          "A video is made longer at most 6 times, to at most 120 seconds.");
    }
    return data.make(request, longer);
  }

  WireAnswer createCharacter(ReceivedRequest request, Body body) {
    VideoRequestBody sent = VideoRequestBody.of(request, body, errors);
    if (sent.kind() != Kind.FORM) {
      throw new RefusalException(errors.coded(400, "invalid_body", "The body must be a form"));
    }
    VideoCheck check = new VideoCheck(sent.fields(), errors);
    check.only("name", "video");
    String name = check.text("name", LONGEST_NAME);
    demandFile(sent, check);
    return data.keys()
        .answer(
            request,
            sent.fields(),
            errors,
            () -> WireAnswer.json(200, data.videos().addCharacter(name)));
  }

  WireAnswer readCharacter(String id) {
    JsonObject character = data.videos().character(id);
    if (character == null) {
      throw errors.notFound("id", "Character " + id + " does not exist");
    }
    return WireAnswer.json(200, character);
  }

  private FakeVideo finished(String param, String id) {
    FakeVideo video = data.video(param, id);
    if (!video.moment().isCompleted()) {
      throw errors.conflict(
          video.moment().ended()
              ? "The video was not completed"
              : "The video is still in progress");
    }
    return video;
  }

  private void demandFile(VideoRequestBody sent, VideoCheck check) {
    check.present("video");
    Part file = sent.file("video");
    if (file == null) {
      throw check.wrongType("video", "a file");
    }
    if (!file.type().equals("video/mp4") || file.content().length == 0) {
      throw errors.invalid("video", "invalid_value", "'video' must be a file of type video/mp4.");
    }
  }

  /** A file is taken for a video of the usual kind; what it shows is not looked at. */
  private VideoPlan ofFile(JsonObject fields) {
    String seconds = options.seconds.get(0);
    return VideoPlan.fresh(
        fields, options.models.get(0), options.sizes.get(0), Integer.parseInt(seconds));
  }
}
