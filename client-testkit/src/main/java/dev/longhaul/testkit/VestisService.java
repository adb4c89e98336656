package dev.longhaul.testkit;

import dev.longhaul.testkit.HttpReader.Body;
import java.time.InstantSource;

/** What Vestis does with a request that has reached it in one piece. */
final class VestisService implements Exchange.Service {

  /** Room for ten pictures of 10 MB in base64, the most that a create may hold. */
  private static final int BODY_LIMIT = 140 * 1024 * 1024;

  private final InstantSource clock;
  private final VestisErrors errors;
  private final AccountRoutes account;
  private final GenerateRoutes creates;
  private final ImageJobRoutes jobs;
  private final GenerationRoutes generations;

  VestisService(FakeVestisOptions options, VestisData data, VestisErrors errors) {
    ImageJobJson json = new ImageJobJson(options);
    this.clock = options.clock();
    this.errors = errors;
    this.account = new AccountRoutes(options, data.tokens(), errors);
    this.creates = new GenerateRoutes(data, json, errors);
    this.jobs = new ImageJobRoutes(options, data, json, errors);
    this.generations = new GenerationRoutes(data, errors);
  }

  @Override
  public Operation operation(String method, String rawPath) {
    return VestisOperation.of(method, rawPath);
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
    return clock;
  }

  @Override
  public WireAnswer answer(ReceivedRequest request, Body body) {
    try {
      RequestUrl url = RequestUrl.of(request);
      VestisOperation operation = VestisOperation.of(request.method(), url.path());
      String id = operation.id(url.path());
      return id == null ? open(operation, request, url, body) : one(operation, request, url, id);
    } catch (RefusalException e) {
      return e.answer();
    } catch (IllegalArgumentException e) {
      return errors.plain(400, "The request cannot be read");
    }
  }

  /** A request for nothing that has an id. */
  private WireAnswer open(
      VestisOperation operation, ReceivedRequest request, RequestUrl url, Body body) {
    return switch (operation) {
      case LOGIN -> account.login(request);
      case REFRESH_TOKEN -> account.refresh(request);
      case CREATE_JOB -> {
        account.demandToken(request);
        yield body.length() > BODY_LIMIT
            ? errors.coded(413, "FILE_TOO_LARGE", "The body is too large")
            : creates.create(request, url);
      }
      case LIST_JOBS -> {
        account.demandToken(request);
        yield jobs.list(url);
      }
      case LIST_GENERATIONS -> {
        account.demandToken(request);
        yield generations.list(url);
      }
      default ->
          VestisOperation.isServed(url.path())
              ? errors.plain(
                  405,
                  "the %s method is not supported for this resource".formatted(request.method()))
              : errors.notFound();
    };
  }

  private WireAnswer one(
      VestisOperation operation, ReceivedRequest request, RequestUrl url, String id) {
    if (operation == VestisOperation.DOWNLOAD) {
      return jobs.picture(request, id);
    }
    account.demandToken(request);
    return switch (operation) {
      case READ_JOB -> jobs.read(id);
      case CANCEL_JOB -> jobs.cancel(id);
      case READ_FEATURE_STATUS -> jobs.readFeature(url, id);
      case READ_GENERATION -> generations.read(id);
      case DELETE_GENERATION -> generations.delete(id);
      default -> errors.notFound();
    };
  }
}
