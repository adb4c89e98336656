package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.SubmissionUncertainException.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LostSubmissionTest {

  @Test
  void theOneJobThatShowsTheSameContentIsOurs() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");

      service.shows(List.of(service.job("2", "video/a boat"), service.job("1", "video/a kite")));

      assertThat(handle.join().id()).contains("1");
      assertThat(service.lists).hasSize(1);
    }
  }

  @Test
  void aJobThatHadEndedByThenIsReadWhereTheListTellsLess() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");
      JobReading<String> done = JobReading.<String>builder("1", "completed").ended();

      service.shows(
          List.of(
              new ListedJob<>(done, ListingService.mark("video/a kite"), service.serverTime())));
      service
          .service
          .read()
          .complete(JobReading.<String>builder("1", "completed").succeeded("picture"));

      assertThat(handle.join().outcome().getNow(null).resultOrThrow()).isEqualTo("picture");
    }
  }

  @Test
  void lostSubmissionsThatAskForMoreThanTheListShowsGetNeitherJob() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> plain = service.loses("video/a kite");
      CompletableFuture<JobHandle<String>> withImage = service.loses("video");
      ListedJobs<String> both =
          new ListedJobs<>(
              List.of(service.job("2", "video/a kite"), service.job("1", "video/a kite")),
              null,
              service.serverTime());
      for (int pause = 1; pause <= 3; pause++) {
        service.lists.forEach(list -> list.complete(both));
        service.time.advance(Duration.ofSeconds(pause));
      }

      assertThat(uncertain(plain).candidates()).hasSize(2);
      assertThat(uncertain(withImage).candidates()).hasSize(2);
    }
  }

  @Test
  void aJobThatWasDoneAtOnceWithoutAnIdMayBeTheOneInTheList() {
    try (ListingService service = ListingService.onlyWriter()) {
      service.submits("chat");
      service
          .service
          .submissions
          .get(0)
          .complete(JobReading.<String>builder("", "completed").succeeded("picture"));
      CompletableFuture<JobHandle<String>> lost = service.loses("chat");

      service.showsToTheEnd(List.of(service.job("17", "chat")));

      assertThat(uncertain(lost).candidates()).extracting(Candidate::id).containsExactly("17");
    }
  }

  @Test
  void twoJobsThatShowTheSameContentAreBothCandidates() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");

      service.showsToTheEnd(
          List.of(
              service.job("2", "video/a kite"),
              service.job("1", "video/a kite"),
              service.job("0", "video")));

      assertThat(uncertain(handle).candidates())
          .extracting(Candidate::id)
          .containsExactly("2", "1");
    }
  }

  @Test
  void aJobFromBeforeTheSubmissionIsNeitherOursNorACandidate() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.submits("video/a kite");
      service.time.advance(Duration.ofSeconds(20));
      service.losesAnswer(0);

      service.showsToTheEnd(List.of(service.job("1", "video/a kite", Duration.ofSeconds(22))));

      assertThat(uncertain(handle).candidates()).isEmpty();
    }
  }

  @Test
  void aJobFromTheFirstSecondOfTheSubmissionIsOurs() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.submits("video/a kite");
      service.time.advance(Duration.ofSeconds(20));
      service.losesAnswer(0);

      service.shows(List.of(service.job("1", "video/a kite", Duration.ofSeconds(20))));

      assertThat(handle.join().id()).contains("1");
    }
  }

  @Test
  void aJobOfAnotherSubmissionIsNotOurs() {
    try (ListingService service = ListingService.withContent()) {
      service.submits("video/a kite");
      service.accepts(0, "1");
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");

      service.showsToTheEnd(List.of(service.job("1", "video/a kite")));

      assertThat(uncertain(handle).candidates()).isEmpty();
    }
  }

  @Test
  void aJobThatSomebodyIsAttachedToIsNotOurs() {
    try (ListingService service = ListingService.withContent()) {
      service.client.attach("1");
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");

      service.showsToTheEnd(List.of(service.job("1", "video/a kite")));

      assertThat(uncertain(handle).candidates()).isEmpty();
    }
  }

  @Test
  void aJobIsLeftToTheSubmissionOnTheWireThatMayHaveMadeIt() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> onTheWire = service.submits("video/a kite");
      CompletableFuture<JobHandle<String>> lost = service.loses("video/a kite");

      service.shows(List.of(service.job("1", "video/a kite")));
      assertThat(lost).isNotDone();
      service.accepts(0, "1");
      assertThat(onTheWire.join().id()).contains("1");
      service.time.advance(Duration.ofSeconds(1));
      service.shows(List.of(service.job("2", "video/a kite"), service.job("1", "video/a kite")));

      assertThat(lost.join().id()).contains("2");
    }
  }

  @Test
  void aJobIsOursOnceTheOtherThatMayHaveMadeItWasRefused() {
    try (ListingService service = ListingService.withContent()) {
      service.submits("video/a kite");
      CompletableFuture<JobHandle<String>> lost = service.loses("video/a kite");

      service.shows(List.of(service.job("1", "video/a kite")));
      service.service.submissions.get(0).completeExceptionally(ByHandService.refused(422));

      assertThat(lost.join().id()).contains("1");
    }
  }

  @Test
  void nobodyWaitsForASubmissionThatAsksForSomethingElse() {
    try (ListingService service = ListingService.withContent()) {
      service.submits("video/a boat");
      CompletableFuture<JobHandle<String>> lost = service.loses("video/a kite");

      service.shows(List.of(service.job("1", "video/a kite")));

      assertThat(lost.join().id()).contains("1");
    }
  }

  @Test
  void twoLostSubmissionsThatLookAlikeGetOneJobEach() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> first = service.loses("video/a kite");
      CompletableFuture<JobHandle<String>> second = service.loses("video/a kite");
      ListedJobs<String> both =
          new ListedJobs<>(
              List.of(service.job("2", "video/a kite"), service.job("1", "video/a kite")),
              null,
              service.serverTime());

      service.lists.forEach(list -> list.complete(both));

      assertThat(List.of(first.join().id().orElseThrow(), second.join().id().orElseThrow()))
          .containsExactlyInAnyOrder("1", "2");
    }
  }

  @Test
  void oneJobForTwoLostSubmissionsThatLookAlikeIsNobodys() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> first = service.loses("video/a kite");
      CompletableFuture<JobHandle<String>> second = service.loses("video/a kite");
      service.lists.get(0).complete(empty(service));

      service.lists.get(1).complete(listOf(service, service.job("1", "video/a kite")));
      service.time.advance(Duration.ofSeconds(1));
      service.lists.forEach(
          list -> list.complete(listOf(service, service.job("1", "video/a kite"))));
      service.time.advance(Duration.ofSeconds(2));
      service.lists.forEach(
          list -> list.complete(listOf(service, service.job("1", "video/a kite"))));

      assertThat(uncertain(first).candidates()).extracting(Candidate::id).containsExactly("1");
      assertThat(uncertain(second).candidates()).extracting(Candidate::id).containsExactly("1");
    }
  }

  @Test
  void twoLostSubmissionsThatLookAlikeGetTheJobsInTheirOrder() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> first = service.loses("video/a kite");
      service.time.advance(Duration.ofMillis(1));
      CompletableFuture<JobHandle<String>> second = service.loses("video/a kite");
      ListedJobs<String> both =
          new ListedJobs<>(
              List.of(service.job("2", "video/a kite"), service.job("1", "video/a kite")),
              null,
              service.serverTime());

      service.lists.get(1).complete(both);
      service.lists.get(0).complete(both);

      assertThat(second.join().id()).contains("2");
      assertThat(first.join().id()).contains("1");
    }
  }

  @Test
  void aJobThatAnotherCallerWasToldOfIsNobodys() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> first = service.loses("video/a kite");
      CompletableFuture<JobHandle<String>> second = service.loses("video/a kite");
      CompletableFuture<ListedJobs<String>> ofSecond = service.list();
      service.lists.get(0).complete(listOf(service, service.job("1", "video/a kite")));
      for (int pause = 1; pause <= 2; pause++) {
        service.time.advance(Duration.ofSeconds(pause));
        service.list().completeExceptionally(ByHandService.broken(500));
      }
      assertThat(uncertain(first).candidates()).extracting(Candidate::id).containsExactly("1");

      ofSecond.complete(
          new ListedJobs<>(
              List.of(service.job("2", "video/a kite"), service.job("1", "video/a kite")),
              null,
              service.serverTime()));

      assertThat(second).isNotDone();
    }
  }

  @Test
  void aSubmissionThatWasLeftInDoubtMayStillHaveMadeTheJob() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> first = service.loses("video/a kite");
      service.showsToTheEnd(List.of());
      assertThat(uncertain(first).candidates()).isEmpty();
      CompletableFuture<JobHandle<String>> second = service.loses("video/a kite");

      service.showsToTheEnd(List.of(service.job("1", "video/a kite")));

      assertThat(uncertain(second).candidates()).extracting(Candidate::id).containsExactly("1");
    }
  }

  @Test
  void aDoubtOfTenMinutesAgoStandsInNobodysWay() {
    try (ListingService service = ListingService.withContent()) {
      service.loses("video/a kite");
      service.showsToTheEnd(List.of());
      service.time.advance(Duration.ofMinutes(11));
      CompletableFuture<JobHandle<String>> second = service.loses("video/a kite");

      service.shows(List.of(service.job("1", "video/a kite")));

      assertThat(second.join().id()).contains("1");
    }
  }

  @Test
  void aJobWhoseContentIsNotShownIsOnlyACandidate() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");
      Instant made = service.serverTime();

      service.showsToTheEnd(List.of(service.job("1", "video")));

      SubmissionUncertainException doubt = uncertain(handle);
      assertThat(doubt.candidates()).containsExactly(new Candidate("1", "queued", made));
      assertThat(doubt).hasMessageContaining("shows 1 that may be it");
    }
  }

  @Test
  void theOnlyWriterOwnsTheOneJobOfTheKind() {
    try (ListingService service = ListingService.onlyWriter()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("chat");

      service.shows(List.of(service.job("2", "flatlay"), service.job("1", "chat")));

      assertThat(handle.join().id()).contains("1");
    }
  }

  @Test
  void theOnlyWriterCannotTellTwoJobsOfTheKindApart() {
    try (ListingService service = ListingService.onlyWriter()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("chat");

      service.showsToTheEnd(List.of(service.job("2", "chat"), service.job("1", "chat")));

      assertThat(uncertain(handle).candidates()).hasSize(2);
    }
  }

  @Test
  void theOnlyWriterWithTwoLostSubmissionsOfAKindOwnsNeitherJob() {
    try (ListingService service = ListingService.onlyWriter()) {
      CompletableFuture<JobHandle<String>> first = service.loses("chat");
      CompletableFuture<JobHandle<String>> second = service.loses("chat");
      service.lists.forEach(list -> list.complete(listOf(service, service.job("1", "chat"))));
      service.time.advance(Duration.ofSeconds(1));
      service.lists.forEach(list -> list.complete(listOf(service, service.job("1", "chat"))));
      service.time.advance(Duration.ofSeconds(2));
      service.lists.forEach(list -> list.complete(listOf(service, service.job("1", "chat"))));

      assertThat(uncertain(first).candidates()).hasSize(1);
      assertThat(uncertain(second).candidates()).hasSize(1);
    }
  }

  @Test
  void aListThatShowsTheJobLateIsLookedAtAgain() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");

      service.shows(List.of());
      service.time.advance(Duration.ofSeconds(1));
      service.shows(List.of());
      service.time.advance(Duration.ofSeconds(2));
      service.shows(List.of(service.job("1", "video/a kite")));

      assertThat(handle.join().id()).contains("1");
      assertThat(service.lists).hasSize(3);
    }
  }

  @Test
  void aListThatCannotBeReadIsTriedAgainAndThenTold() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");
      for (int pause = 1; pause <= 3; pause++) {
        service.list().completeExceptionally(ByHandService.broken(500));
        service.time.advance(Duration.ofSeconds(pause));
      }

      SubmissionUncertainException doubt = uncertain(handle);

      assertThat(doubt.candidates()).isEmpty();
      assertThat(doubt.getSuppressed()).hasSize(1);
      assertThat(service.lists).hasSize(3);
    }
  }

  @Test
  void theDeadlineOfTheSubmissionEndsTheSearch() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.submits("video/a kite");
      service.time.advance(Duration.ofSeconds(119));
      service.losesAnswer(0);
      CompletableFuture<ListedJobs<String>> list = service.list();

      service.time.advance(Duration.ofSeconds(1));

      assertThat(uncertain(handle)).isNotNull();
      assertThat(list).isNotDone();
      assertThat(service.lists).hasSize(1);
    }
  }

  @Test
  void withoutTheTimeOfTheServiceNoJobIsOurs() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");
      ListedJobs<String> timeless =
          new ListedJobs<>(List.of(service.job("1", "video/a kite")), null, null);
      service.list().complete(timeless);
      service.time.advance(Duration.ofSeconds(1));
      service.list().complete(timeless);
      service.time.advance(Duration.ofSeconds(2));
      service.list().complete(timeless);

      assertThat(uncertain(handle).candidates()).extracting(Candidate::id).containsExactly("1");
    }
  }

  @Test
  void pagesAreReadUntilTheyAreOlderThanTheSubmission() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");
      service
          .list()
          .complete(
              new ListedJobs<>(
                  List.of(service.job("3", "video/a boat")), "page 2", service.serverTime()));

      service
          .list()
          .complete(
              new ListedJobs<>(
                  List.of(
                      service.job("2", "video/a kite"),
                      service.job("1", "video/a kite", Duration.ofMinutes(1))),
                  "page 3",
                  service.serverTime()));

      assertThat(handle.join().id()).contains("2");
      assertThat(service.cursors).containsExactly("null", "page 2");
    }
  }

  @Test
  void aListWithoutEndShowsTooMuchToTell() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");
      for (int look = 1; look <= 3; look++) {
        for (int page = 1; page <= 10; page++) {
          service
              .list()
              .complete(
                  new ListedJobs<>(
                      List.of(service.job("1", "video/a kite")), "more", service.serverTime()));
        }
        service.time.advance(Duration.ofSeconds(look));
      }

      assertThat(uncertain(handle).candidates()).extracting(Candidate::id).containsExactly("1");
      assertThat(service.lists).hasSize(30);
    }
  }

  @Test
  void whoStopsWaitingEndsTheSearch() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");

      handle.cancel(true);

      assertThat(service.list()).isCancelled();
      assertThat(service.time.pending()).isZero();
    }
  }

  @Test
  void whatWasRefusedIsNotLookedFor() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.submits("video/a kite");

      service.service.submissions.get(0).completeExceptionally(ByHandService.refused(422));

      assertThat(handle).isCompletedExceptionally();
      assertThat(service.lists).isEmpty();
    }
  }

  @Test
  void theEndOfTheClientEndsTheSearch() {
    try (ListingService service = ListingService.withContent()) {
      CompletableFuture<JobHandle<String>> handle = service.loses("video/a kite");

      service.client.close();

      assertThat(uncertain(handle)).isNotNull();
      assertThat(service.list()).isCancelled();
    }
  }

  private static ListedJobs<String> empty(ListingService service) {
    return new ListedJobs<>(List.of(), null, service.serverTime());
  }

  private static ListedJobs<String> listOf(ListingService service, ListedJob<String> job) {
    return new ListedJobs<>(List.of(job), null, service.serverTime());
  }

  private static SubmissionUncertainException uncertain(CompletableFuture<?> handle) {
    assertThat(handle).isDone();
    CompletionException thrown = catchThrowableOfType(CompletionException.class, handle::join);
    assertThat(thrown).hasCauseInstanceOf(SubmissionUncertainException.class);
    return (SubmissionUncertainException) thrown.getCause();
  }
}
