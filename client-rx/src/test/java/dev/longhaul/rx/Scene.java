package dev.longhaul.rx;

import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;

/** A client whose callbacks have a thread of their own, on which its service is at work, too. */
final class Scene implements AutoCloseable {
  final ExecutorService callbacks = Executors.newSingleThreadExecutor();
  final ByHand hand = new ByHand(callbacks);

  /** Has a job accepted at once. */
  CompletableFuture<JobHandle<String>> submit(String id) {
    return CompletableFuture.supplyAsync(() -> hand.job(id), callbacks);
  }

  /** Returns a job that is not watched any more. */
  JobHandle<String> stopped() {
    JobHandle<String> job = hand.job("stopped");
    job.detach();
    return job;
  }

  /** Has the service go on when somebody subscribes. */
  <T> Publisher<T> fed(Publisher<T> stream, List<JobReading<String>> said) {
    return subscriber -> {
      stream.subscribe(subscriber);
      callbacks.execute(() -> goOn(said, 20));
    };
  }

  /** Again and again, for what is submitted later. */
  private void goOn(List<JobReading<String>> said, int times) {
    if (!said.isEmpty()) {
      hand.says("a", said);
    }
    hand.passes();
    if (times > 0) {
      try {
        callbacks.execute(() -> goOn(List.of(), times - 1));
      } catch (RejectedExecutionException over) {
        // The test has seen enough.
      }
    }
  }

  @Override
  public void close() {
    callbacks.shutdown();
    try {
      if (!callbacks.awaitTermination(5, TimeUnit.SECONDS)) {
        throw new AssertionError("the callbacks do not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    hand.close();
  }
}
