package dev.longhaul.testkit;

import dev.longhaul.testkit.FakeSoraOptions.Dialect;
import dev.longhaul.testkit.HttpReader.Body;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;

/** What the video service does with a request that has reached it in one piece. */
final class SoraService implements Exchange.Service {

  /** Room for the longest reference image, which is text of 20 MiB, and then some. */
  private static final int BODY_LIMIT = 32 * 1024 * 1024;

  private static final Set<SoraOperation> OF_SEED =
      EnumSet.of(
          SoraOperation.CREATE_VIDEO,
          SoraOperation.READ_VIDEO,
          SoraOperation.DELETE_VIDEO,
          SoraOperation.READ_HEALTH);

  private final FakeSoraOptions options;
  private final SoraLimits limits;
  private final SoraErrors errors;
  private final VideoRoutes videos;
  private final VideoRemakes remakes;

  SoraService(VideoData data, VideoPlanner planner) {
    this.options = data.options();
    this.limits = data.limits();
    this.errors = data.errors();
    this.videos = new VideoRoutes(data, planner);
    this.remakes = new VideoRemakes(data);
  }

  @Override
  public Operation operation(String method, String rawPath) {
    return SoraOperation.of(method, rawPath);
  }

  @Override
  public int bodyLimit() {
    return BODY_LIMIT;
  }

  @Override
  public ErrorAnswers errors() {
    return errors;
  }

  @Override
  public InstantSource clock() {
    return options.clock;
  }

  @Override
  public WireAnswer answer(ReceivedRequest request, Body body) {
    try {
      RequestUrl url = RequestUrl.of(request);
      SoraOperation operation = SoraOperation.of(request.method(), url.path());
      if (isFile(url)) {
        // Whoever knows such a URL may read it, as where files are kept elsewhere.
        return file(operation, url);
      }
      limits.demandAccount(request);
      if (body.length() > BODY_LIMIT) {
        return errors.plain(413, "The body is too large");
      }
      return isServed(operation) ? served(operation, url, request, body) : unknown(url);
    } catch (RefusalException e) {
      return e.answer();
    } catch (IllegalArgumentException e) {
      return errors.plain(400, "The request cannot be read");
    }
  }

  private WireAnswer served(
      SoraOperation operation, RequestUrl url, ReceivedRequest request, Body body) {
    if (operation.creates()) {
      limits.admit();
    }
    String rawId = operation.rawId(url.path());
    String id = rawId == null ? "" : RequestUrl.decoded(rawId);
    return switch (operation) {
      case CREATE_VIDEO -> videos.create(request, body);
      case LIST_VIDEOS -> videos.list(url);
      case READ_VIDEO -> videos.read(id);
      case DELETE_VIDEO -> videos.delete(id);
      case DOWNLOAD -> videos.content(id, url);
      case REMIX_VIDEO -> remakes.remix(id, request, body);
      case EDIT_VIDEO -> remakes.edit(request, body);
      case EXTEND_VIDEO -> remakes.extend(request, body);
      case CREATE_CHARACTER -> remakes.createCharacter(request, body);
      case READ_CHARACTER -> remakes.readCharacter(id);
      case LIST_MODELS -> videos.models();
      case READ_HEALTH -> videos.health();
      case UNKNOWN, ANY -> unknown(url);
    };
  }

  private WireAnswer file(SoraOperation operation, RequestUrl url) {
    String name = operation.rawId(url.path());
    if (name == null || options.dialect != Dialect.SEED) {
      return errors.coded(404, "unknown_url", "No such path");
    }
    return videos.file(RequestUrl.decoded(name));
  }

  private static boolean isFile(RequestUrl url) {
    return url.path().startsWith("/files/");
  }

  private boolean isServed(SoraOperation operation) {
    return (options.healthPath || operation != SoraOperation.READ_HEALTH)
        && (options.dialect == Dialect.OPENAI || OF_SEED.contains(operation));
  }

  private WireAnswer unknown(RequestUrl url) {
    for (SoraOperation operation : SoraOperation.values()) {
      if (operation.isAt(url.path()) && isServed(operation)) {
        return errors.coded(405, "method_not_supported", "Method not allowed");
      }
    }
    return errors.coded(404, "unknown_url", "No such path");
  }
}
