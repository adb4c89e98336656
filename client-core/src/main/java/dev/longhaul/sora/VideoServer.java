package dev.longhaul.sora;

import com.google.gson.JsonObject;
import dev.longhaul.generated.sora.api.SoraApi;
import dev.longhaul.generated.sora.model.SortOrder;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCharacter;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.generated.sora.model.VideoCreateSeed;
import dev.longhaul.generated.sora.model.VideoDeleted;
import dev.longhaul.generated.sora.model.VideoEdit;
import dev.longhaul.generated.sora.model.VideoExtension;
import dev.longhaul.generated.sora.model.VideoList;
import dev.longhaul.generated.sora.model.VideoRemix;
import dev.longhaul.generated.sora.model.VideoVariant;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.call.SubmissionDoubt;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.internal.http.HttpCall;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.internal.json.Json;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.sora.SoraOptions.Dialect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** One video server as one view of a client calls it: every operation as a call not yet sent. */
final class VideoServer {
  static final String SERVICE = "sora";

  private static final MediaType JSON = MediaType.get("application/json");

  private final HttpTransport transport;
  private final SoraApi api;
  private final SoraOptions options;
  private final CallOptions callOptions;
  private final VideoRules rules;
  private final @Nullable String organization;
  private final @Nullable String project;

  VideoServer(HttpTransport transport, SoraOptions options, CallOptions callOptions) {
    this.transport = transport;
    this.options = options;
    this.callOptions = callOptions;
    api = transport.requests(SoraApi.class);
    rules = new VideoRules(options);
    organization = options.organization().orElse(null);
    project = options.project().orElse(null);
  }

  VideoServer with(CallOptions other) {
    return new VideoServer(transport, options, other);
  }

  HttpTransport transport() {
    return transport;
  }

  SoraOptions options() {
    return options;
  }

  VideoRules rules() {
    return rules;
  }

  /** Returns how often a call is repeated at most. */
  int maxRetries() {
    return callOptions.maxRetries().orElse(transport.policies().maxRetries());
  }

  /** Returns how long a call may take in all. */
  Duration deadline() {
    return callOptions.deadline().orElse(transport.policies().deadline());
  }

  /** Returns the call that makes a video, once the request was found to be one that can work. */
  HttpCall<Video> create(VideoRequest request, UUID key) {
    String type = rules.check(request);
    return transport.call(
        Operation.create(SERVICE, operation(request), key, options.keys()),
        type == null ? json(request, key.toString()) : form(request, type, key.toString()),
        VideoAnswers.ACCEPTED,
        callOptions);
  }

  private static String operation(VideoRequest request) {
    if (request.body instanceof VideoRemix) {
      return "remixVideo";
    }
    if (request.body instanceof VideoEdit) {
      return "editVideo";
    }
    return request.body instanceof VideoExtension ? "extendVideo" : "createVideo";
  }

  private Request json(VideoRequest request, String key) {
    Object body = request.body;
    if (body instanceof VideoRemix remix) {
      String source = Objects.requireNonNull(request.source);
      return api.remixVideoWithJson(source, remix, organization, project, key, null).request();
    }
    if (body instanceof VideoEdit edit) {
      return api.editVideoWithJson(edit, organization, project, key, null).request();
    }
    if (body instanceof VideoExtension extension) {
      return api.extendVideoWithJson(extension, organization, project, key, null).request();
    }
    if (body instanceof VideoCreate create) {
      return api.createVideoWithJson(create, organization, project, key, null).request();
    }
    return seed((VideoCreateSeed) body, key);
  }

  /** The contract names one body for both dialects' path, so the other is put in its place. */
  private Request seed(VideoCreateSeed create, String key) {
    byte[] json = Json.write(create).getBytes(StandardCharsets.UTF_8);
    return api.createVideoWithJson(new VideoCreate(), organization, project, key, null)
        .request()
        .newBuilder()
        .post(RequestBody.create(json, JSON))
        .build();
  }

  private Request form(VideoRequest request, String type, String key) {
    Path file = Objects.requireNonNull(request.file);
    if (request.body instanceof VideoCreate create) {
      return api.createVideoWithFormData(
              text(create.getPrompt()),
              organization,
              project,
              key,
              null,
              text(create.getModel()),
              text(create.getSeconds()),
              text(create.getSize()),
              FilePart.of("input_reference", file, type))
          .request();
    }
    RequestBody prompt = text(VideoRules.prompt(request));
    MultipartBody.Part video = FilePart.of("video", file, type);
    return request.body instanceof VideoExtension extension
        ? api.extendVideoWithFormData(
                prompt, text(extension.getSeconds()), video, organization, project, key, null)
            .request()
        : api.editVideoWithFormData(prompt, video, organization, project, key, null).request();
  }

  /** Returns the text of a part, without a media type, as browsers send it. */
  private static @Nullable RequestBody text(@Nullable Object value) {
    return value == null
        ? null
        : RequestBody.create(value.toString().getBytes(StandardCharsets.UTF_8));
  }

  HttpCall<Video> read(String id) {
    return transport.call(
        Operation.read(SERVICE, "readVideo", id),
        api.readVideo(id, organization, project).request(),
        VideoAnswers.of(id),
        callOptions);
  }

  HttpCall<Dated<VideoList>> list(int limit, @Nullable String after) {
    return transport
        .call(
            Operation.read(SERVICE, "listVideos", null),
            listed(limit, after),
            VideoAnswers.LIST,
            callOptions)
        .dated();
  }

  private Request listed(int limit, @Nullable String after) {
    return api.listVideos(organization, project, limit, SortOrder.DESC, after).request();
  }

  HttpCall<VideoDeleted> delete(String id) {
    return delete(id, VideoAnswers.deleted(id), callOptions);
  }

  /**
   * Returns the call that stops a video, which is tried once. Guards against a video that ends
   * before a second attempt, which would destroy it: whoever asks again has to read it first.
   */
  HttpCall<Boolean> cancel(String id) {
    return delete(id, AnswerDecoder.ignored(), callOptions.toBuilder().maxRetries(0).build());
  }

  private <T> HttpCall<T> delete(String id, AnswerDecoder<T> decoder, CallOptions own) {
    return transport.call(
        Operation.change(SERVICE, "deleteVideo", id),
        api.deleteVideo(id, organization, project).request(),
        decoder,
        own);
  }

  Request content(String id, VideoVariant variant) {
    return api.downloadVideo(id, organization, project, variant).request();
  }

  Operation characterCreation(UUID key) {
    return Operation.create(SERVICE, "createCharacter", key, options.keys());
  }

  /** Makes a character; one that may be there after all is told as that. */
  CompletableFuture<VideoCharacter> makeCharacter(String name, Path video, UUID key) {
    return LinkedFuture.explain(
        createCharacter(name, video, key).startForCaller(),
        error -> SubmissionDoubt.judge(characterCreation(key), error));
  }

  private HttpCall<VideoCharacter> createCharacter(String name, Path video, UUID key) {
    rules.requireDialect("createCharacter", Dialect.OPENAI);
    Path file = VideoRules.file("video", VideoRules.required("video", video));
    return transport.call(
        characterCreation(key),
        api.createCharacter(
                FilePart.of("video", file, VideoRules.VIDEO_FILE),
                text(VideoRules.name(name)),
                organization,
                project,
                key.toString(),
                null)
            .request(),
        AnswerDecoder.json(VideoCharacter.class),
        callOptions);
  }

  HttpCall<VideoCharacter> character(String id) {
    rules.requireDialect("character", Dialect.OPENAI);
    return transport.call(
        Operation.read(SERVICE, "readCharacter", id),
        api.readCharacter(PathId.required("id", id), organization, project).request(),
        AnswerDecoder.json(VideoCharacter.class),
        callOptions);
  }

  /** Returns the call whose success says that the server is up. */
  HttpCall<?> probe() {
    return switch (options.probe()) {
      case LIST -> probe("listVideos", listed(1, null), VideoAnswers.LIST);
      case MODELS ->
          probe(
              "listModels",
              api.listModels(organization, project).request(),
              AnswerDecoder.json(JsonObject.class));
      case HEALTH -> probe("readHealth", api.readHealth().request(), AnswerDecoder.ignored());
    };
  }

  private <T> HttpCall<T> probe(String name, Request request, AnswerDecoder<T> decoder) {
    return transport.call(Operation.read(SERVICE, name, null), request, decoder, callOptions);
  }
}
