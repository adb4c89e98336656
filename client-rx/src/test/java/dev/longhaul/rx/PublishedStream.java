package dev.longhaul.rx;

import dev.longhaul.job.JobGroup;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.Pages;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.realtime.RealtimeConnection;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.reactivestreams.Publisher;

/** Every stream of this library that gives more than one thing, of any length that a test wants. */
enum PublishedStream {
  EVENTS {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      JobHandle<String> job = scene.hand.job("a");
      return scene.fed(without(RxJobs.events(job), 2 - length), said("a", length, endless));
    }

    @Override
    Publisher<?> failing(Scene scene) {
      return RxJobs.events(scene.stopped());
    }
  },

  SUBMIT_AND_WATCH {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      return scene.fed(
          without(RxJobs.submitAndWatch(() -> scene.submit("a")), 2 - length),
          said("a", length, endless));
    }

    @Override
    Publisher<?> failing(Scene scene) {
      return RxJobs.<String>submitAndWatch(() -> CompletableFuture.failedFuture(ByHand.refused()));
    }
  },

  EVENTS_OF_A_GROUP {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      List<JobHandle<String>> jobs = new ArrayList<>(List.of(scene.hand.job("a")));
      if (length > 3) {
        jobs.add(scene.hand.job("b"));
        scene.hand.says("b", ByHand.succeeded("b"));
      }
      int first = length > 3 ? length - 2 : length;
      return scene.fed(
          without(RxJobs.events(JobGroup.of(jobs)), 2 - length), said("a", first, endless));
    }
  },

  AS_THEY_END {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      List<JobHandle<String>> jobs =
          IntStream.range(0, length).mapToObj(i -> scene.hand.job("job-" + i)).toList();
      int ending = endless ? length - 1 : length;
      for (int i = 0; i < ending; i++) {
        scene.hand.says("job-" + i, ByHand.succeeded("job-" + i));
      }
      return scene.fed(RxJobs.asTheyEnd(JobGroup.of(jobs)), List.of());
    }
  },

  SUBMIT_ALL {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      Flowable<String> ids = Flowable.range(0, length).map(i -> "job-" + i);
      ids.forEach(id -> scene.hand.says(id, ByHand.succeeded(id)));
      return scene.fed(RxJobs.submitAll(ids, scene::submit, 4, OnDispose.DETACH), List.of());
    }

    @Override
    Publisher<?> failing(Scene scene) {
      return RxJobs.<Integer, String>submitAll(
          Flowable.just(1),
          request -> CompletableFuture.failedFuture(ByHand.refused()),
          1,
          OnDispose.DETACH);
    }
  },

  ITEMS {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      return RxJobs.items(() -> threeAPage(length, scene.callbacks));
    }

    @Override
    Publisher<?> failing(Scene scene) {
      return RxJobs.<Integer>items(
          () -> {
            throw ByHand.refused();
          });
    }
  },

  STATUSES {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      RealtimeConnection connection = scene.events().connection();
      Flowable<?> statuses = RxRealtime.statuses(connection).take(length);
      return then(
          statuses,
          () -> {
            for (int i = 0; i < length; i += 2) {
              connection.connect();
              connection.disconnect();
            }
          });
    }

    @Override
    boolean canFailAtOnce() {
      return false; // that a connection gave up is a status
    }
  },

  PROJECT_EVENTS {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      return then(RxRealtime.events(scene.connected()).take(length), () -> scene.tellsAll(length));
    }

    @Override
    Publisher<?> failing(Scene scene) {
      return RxRealtime.events(scene.closedEvents());
    }
  },

  EVENTS_OF_A_PROJECT {
    @Override
    Publisher<?> of(Scene scene, int length, boolean endless) {
      ProjectEventsClient client = scene.connected();
      scene.subscribed(client, "project-7");
      return then(
          RxRealtime.events(client, "project-7").take(length),
          () -> scene.tells("project-7", length));
    }

    @Override
    Publisher<?> failing(Scene scene) {
      return RxRealtime.events(scene.closedEvents(), "project-7");
    }
  };

  /** Has something happen when somebody has subscribed. */
  private static <T> Publisher<T> then(Publisher<T> stream, Runnable happens) {
    return subscriber -> {
      stream.subscribe(subscriber);
      happens.run();
    };
  }

  /**
   * Returns a stream of so many elements.
   *
   * @param endless whether it may go on after them
   */
  abstract Publisher<?> of(Scene scene, int length, boolean endless);

  /** Returns a stream that has nothing but an error. */
  Publisher<?> failing(Scene scene) {
    throw new AssertionError(this + " cannot fail at once");
  }

  /** Returns whether there is such a stream: a group's errors come after what its jobs tell. */
  boolean canFailAtOnce() {
    return this != EVENTS_OF_A_GROUP && this != AS_THEY_END;
  }

  /** A job has at least two events; a shorter stream is one that lacks the first of them. */
  private static Flowable<?> without(Flowable<?> stream, int first) {
    return first > 0 ? stream.skip(first) : stream;
  }

  /** What the service says of a job, for it to have so many events with the one of joining. */
  private static List<JobReading<String>> said(String id, int events, boolean endless) {
    List<JobReading<String>> said = new ArrayList<>();
    for (int i = 2; i < events; i++) {
      said.add(ByHand.running(id, "step-" + i, 1));
    }
    said.add(endless ? ByHand.running(id, "step-last", 1) : ByHand.succeeded(id));
    return said;
  }

  static Pages<Integer> threeAPage(int length, Executor executor) {
    int[] next = {0};
    return () ->
        CompletableFuture.supplyAsync(
            () -> {
              int from = next[0];
              next[0] = Math.min(from + 3, length);
              List<Integer> page = IntStream.range(from, next[0]).boxed().toList();
              return page.isEmpty() ? Optional.empty() : Optional.of(page);
            },
            executor);
  }
}
