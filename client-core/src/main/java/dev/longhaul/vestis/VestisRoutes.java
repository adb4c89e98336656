package dev.longhaul.vestis;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.api.VestisApi;
import dev.longhaul.generated.vestis.model.Generation;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.internal.call.Operation;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.internal.http.AnswerDecoder;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.internal.http.HttpCall;
import dev.longhaul.internal.http.HttpTransport;
import dev.longhaul.internal.http.PathId;
import dev.longhaul.job.Pages;
import dev.longhaul.policy.CallOptions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The calls of Vestis as one view of a client makes them. Each is sent when it is run or started.
 */
final class VestisRoutes {
  /** What the service's own front end sends along with every call. */
  static final String REQUESTED_WITH = "XMLHttpRequest";

  private static final String SERVICE = VestisClient.SERVICE;
  private static final int LARGEST_PAGE = 100;

  private final HttpTransport transport;
  private final VestisApi api;
  private final VestisOptions options;
  private final CallOptions callOptions;

  VestisRoutes(HttpTransport transport, VestisOptions options, CallOptions callOptions) {
    this.transport = transport;
    this.options = options;
    this.callOptions = callOptions;
    api = transport.requests(VestisApi.class);
  }

  /** Returns the same routes, called under other options. */
  VestisRoutes with(CallOptions other) {
    return new VestisRoutes(transport, options, other);
  }

  VestisOptions options() {
    return options;
  }

  HttpTransport transport() {
    return transport;
  }

  /** Returns how often a call is repeated at most. */
  int maxRetries() {
    return callOptions.maxRetries().orElse(transport.policies().maxRetries());
  }

  /** Returns how long a call may take in all. */
  Duration deadline() {
    return callOptions.deadline().orElse(transport.policies().deadline());
  }

  HttpCall<Job> create(ImageRequest image, UUID key) {
    ImageKind kind = image.kind();
    return call(
        Operation.create(SERVICE, "createJob", key, options.keys()),
        api.createJob(
            image.body(),
            ImageKind.flag(ImageKind.CHAT, kind),
            ImageKind.flag(ImageKind.FLATLAY, kind),
            ImageKind.flag(ImageKind.MANNEQUIN, kind),
            ImageKind.flag(ImageKind.ON_MODEL, kind),
            ImageKind.flag(ImageKind.BACKGROUND, kind),
            key.toString(),
            REQUESTED_WITH),
        VestisAnswers.SUBMITTED);
  }

  /**
   * Reads a job where the options say.
   *
   * @param kind what the job makes, if that is known
   */
  HttpCall<Job> job(String id, @Nullable ImageKind kind) {
    Request request = api.readJob(id, REQUESTED_WITH).request();
    String feature = kind == null ? null : kind.feature().orElse(null);
    boolean own = options.statusPath().equals(VestisOptions.STATUS_PATH);
    boolean unknown = feature == null && options.needsKind();
    return transport.call(
        Operation.read(
            SERVICE, options.needsKind() && !unknown ? "readFeatureStatus" : "readJob", id),
        own || unknown ? request : moved(request, id, feature),
        VestisAnswers.JOB,
        callOptions);
  }

  /** Puts the read of a job on another path, of which each part is one segment. */
  private Request moved(Request request, String id, @Nullable String feature) {
    HttpUrl url = request.url();
    HttpUrl.Builder there = url.newBuilder();
    there.removePathSegment(url.pathSize() - 1).removePathSegment(url.pathSize() - 2);
    for (String part : options.statusPath().split("/", -1)) {
      String segment = part.equals("{id}") ? id : part;
      there.addPathSegment(part.equals("{feature}") && feature != null ? feature : segment);
    }
    return request.newBuilder().url(there.build()).build();
  }

  /** Tried once: by the time of a repeat a job that waited may run, so it has to be read anew. */
  HttpCall<Boolean> cancel(String id) {
    return transport.call(
        Operation.change(SERVICE, "cancelJob", id),
        api.cancelJob(id, REQUESTED_WITH).request(),
        AnswerDecoder.ignored(),
        callOptions.toBuilder().maxRetries(0).build());
  }

  HttpCall<Dated<NumberedPage<Job>>> jobs(int number, int size) {
    return call(
            Operation.read(SERVICE, "listJobs", null),
            api.listJobs(number, size, REQUESTED_WITH),
            VestisAnswers.page("jobs", VestisAnswers::job, number, size))
        .dated();
  }

  HttpCall<NumberedPage<Generation>> generations(int number, int size) {
    return call(
        Operation.read(SERVICE, "listGenerations", null),
        api.listGenerations(number, size, REQUESTED_WITH),
        VestisAnswers.page("generations", VestisAnswers::generation, number, size));
  }

  HttpCall<Generation> generation(String id) {
    return call(
        Operation.read(SERVICE, "readGeneration", null),
        api.readGeneration(PathId.required("id", id), REQUESTED_WITH),
        VestisAnswers.GENERATION);
  }

  HttpCall<Boolean> deleteGeneration(String id) {
    return call(
        Operation.change(SERVICE, "deleteGeneration", null),
        api.deleteGeneration(PathId.required("id", id), REQUESTED_WITH),
        AnswerDecoder.ignored());
  }

  private <T> HttpCall<T> call(
      Operation operation, retrofit2.Call<?> request, AnswerDecoder<T> decoder) {
    return transport.call(operation, request.request(), decoder, callOptions);
  }

  Pages<Job> jobPages(int pageSize) {
    int size = checked(pageSize);
    return new NumberedPages<>(
        number -> LinkedFuture.map(jobs(number, size).start(), Dated::value),
        Job::getJobId,
        transport.completing());
  }

  Pages<Generation> generationPages(int pageSize) {
    int size = checked(pageSize);
    return new NumberedPages<>(
        number -> generations(number, size).start(), Generation::getId, transport.completing());
  }

  private static int checked(int pageSize) {
    if (pageSize < 1 || pageSize > LARGEST_PAGE) {
      throw InvalidInputException.of(
          "pageSize",
          "is " + pageSize + ", outside 1 to " + LARGEST_PAGE,
          "Pass one between them.");
    }
    return pageSize;
  }

  /** Returns a future of the value of a call, for code of the caller's. */
  <T> CompletableFuture<T> given(HttpCall<T> call) {
    return transport.given(call.startForCaller());
  }
}
