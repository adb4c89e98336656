package dev.longhaul.integration.docs;

import dev.longhaul.functionrunner.BatchHandle;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.vestis.model.Generation;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.rx.OnDispose;
import dev.longhaul.rx.RxJobs;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reactivestreams.FlowAdapters;
import org.slf4j.Logger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The examples of docs/reactive.md: what lies in a region stands there word for word. */
final class ReactiveSnippets {
  private ReactiveSnippets() {}

  static Disposable events(JobHandle<JobResult> job, Consumer<String> page, Logger log) {
    // region: reactive-events
    Disposable watching =
        RxJobs.events(job)
            .map(JobEvent::snapshot)
            .map(JobSnapshot::rawState)
            .distinctUntilChanged()
            .subscribe(page::accept, stopped -> log.warn("not watched any more", stopped));
    // endregion
    return watching;
  }

  static Single<String> result(JobHandle<JobResult> job) {
    // region: reactive-result
    Single<String> url =
        RxJobs.result(job) // or RxJobs.outcome(job), where a failure is no error
            .map(JobResult::getImageUrl)
            .timeout(10, TimeUnit.MINUTES); // ends the wait, not the job
    // endregion
    return url;
  }

  static Flowable<JobEvent> submitAndWatch(VestisClient client, ImageRequest scarf) {
    // region: reactive-submit
    Flowable<JobEvent> drawing =
        RxJobs.submitAndWatch(() -> client.submitAsync(scarf), OnDispose.CANCEL_JOB);
    // endregion
    return drawing;
  }

  static Single<JobResult> submitForResult(VestisClient client, ImageRequest scarf) {
    // region: reactive-share
    Single<JobResult> drawn = RxJobs.submitForResult(() -> client.submitAsync(scarf)).cache();
    // endregion
    return drawn;
  }

  static Single<JobResult> ownKey(VestisClient client, ImageRequest scarf) {
    // region: reactive-own-key
    UUID key = UUID.randomUUID(); // kept with your own order
    Single<JobResult> drawn = RxJobs.submitForResult(() -> client.submitAsync(scarf, key));
    // endregion
    return drawn;
  }

  static Flowable<String> submitAll(VestisClient client, List<ImageRequest> catalogue) {
    // region: reactive-submit-all
    Flowable<String> urls =
        RxJobs.submitAll(Flowable.fromIterable(catalogue), client::submitAsync, 8, OnDispose.DETACH)
            .concatMapMaybe(job -> RxJobs.result(job).onErrorComplete()) // skips what failed
            .map(JobResult::getImageUrl);
    // endregion
    return urls;
  }

  static Flowable<JobEvent> group(List<JobHandle<JobResult>> jobs) {
    // region: reactive-group
    JobGroup<JobResult> group = JobGroup.of(jobs);
    Flowable<JobEvent> everything = RxJobs.events(group);
    // endregion
    return everything;
  }

  static Flowable<String> batch(BatchHandle batch) {
    // region: reactive-batch
    Flowable<String> finished =
        RxJobs.asTheyEnd(batch)
            .concatMapMaybe(task -> RxJobs.result(task).onErrorComplete())
            .map(TaskResult::getTaskId);
    // endregion
    return finished;
  }

  static Single<List<String>> items(VestisClient client) {
    // region: reactive-items
    Single<List<String>> newest =
        RxJobs.items(() -> client.generations(20)).take(30).map(Generation::getImageUrl).toList();
    // endregion
    return newest;
  }

  /** Stands for the reader's own store. */
  interface Store {
    void save(String url);
  }

  static Disposable threads(JobHandle<JobResult> job, Store store, Logger log) {
    // region: reactive-threads
    Disposable saving =
        RxJobs.result(job)
            .observeOn(Schedulers.io()) // from here on there is time to block
            .subscribe(
                result -> store.save(result.getImageUrl()), error -> log.warn("no image", error));
    // endregion
    return saving;
  }

  static void lateErrors(Logger log) {
    // region: reactive-late-errors
    RxJavaPlugins.setErrorHandler(late -> log.warn("came too late for its stream", late));
    // endregion
  }

  static Mono<String> reactor(VestisClient client, ImageRequest scarf, Consumer<JobEvent> page) {
    // region: reactive-reactor
    Mono<String> state =
        Flux.from(RxJobs.submitAndWatch(() -> client.submitAsync(scarf)))
            .doOnNext(page)
            .last()
            .map(end -> end.snapshot().rawState());
    // endregion
    return state;
  }

  static void flow(JobGroup<JobResult> group, Flow.Subscriber<JobEvent> subscriber) {
    // region: reactive-flow
    FlowAdapters.toFlowPublisher(RxJobs.events(group)).subscribe(subscriber);
    // endregion
  }
}
