package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.transfer.DownloadFailedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors about a job stay the same error with other facts, and know a refusal of content. */
class JobErrorsTest {
  private static final CallFacts LATE =
      CallFacts.builder("painter", "paint").status(503).attempts(4).build();
  private static final IOException CAUSE = new IOException("reset");

  private static JobSnapshot snapshot() {
    JobSnapshot.Draft draft = new JobSnapshot.Draft(new UUID(4, 2), Instant.EPOCH);
    draft.id = "job-7";
    return draft.freeze();
  }

  static Stream<LonghaulException> errors() {
    return Stream.of(
        new DetachedException(snapshot()),
        new JobCancelledException("job-7"),
        new JobFailedException("job-7", JobFailure.of("OUT_OF_MEMORY", null)),
        new JobFailedException("job-7", JobFailure.of("safety", null)),
        new WaitTimeoutException(Duration.ofSeconds(5), snapshot(), CAUSE),
        new DownloadFailedException("The disk is full. Free some.", LATE, CAUSE));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void itIsTheSameErrorWithTheNewFacts(LonghaulException error) {
    error.addSuppressed(CAUSE);

    LonghaulException again = error.with(LATE);

    assertThat(again).isNotSameAs(error).hasSameClassAs(error);
    assertThat(again.getMessage()).isEqualTo(sentence(error) + " (" + LATE + ")");
    assertThat(again.userMessage()).isEqualTo(error.userMessage());
    assertThat(again.getCause()).isSameAs(error.getCause());
    assertThat(again.getStackTrace()).isEqualTo(error.getStackTrace());
    assertThat(again.getSuppressed()).containsExactly(CAUSE);
    assertThat(again.facts()).isSameAs(LATE);
  }

  private static String sentence(LonghaulException error) {
    String facts = " (" + error.facts() + ")";
    assertThat(error).hasMessageEndingWith(facts);
    return error.getMessage().substring(0, error.getMessage().length() - facts.length());
  }

  @ParameterizedTest
  @MethodSource("errors")
  void whatTheUserIsToldHoldsNoFact(LonghaulException error) {
    assertThat(error.userMessage())
        .endsWith(".")
        .hasSizeBetween(20, 140)
        .doesNotContain("(", "job-7", "OUT_OF_MEMORY", "painter");
  }

  @Test
  void aFailureAndASnapshotStayWithTheirError() {
    JobFailure failure = JobFailure.of("OUT_OF_MEMORY", "words");
    JobSnapshot snapshot = snapshot();

    assertThat(new JobFailedException("job-7", failure).with(LATE).failure()).isSameAs(failure);
    assertThat(new WaitTimeoutException(Duration.ZERO, snapshot, null).with(LATE).snapshot())
        .isSameAs(snapshot);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content_filter",
        "content_filtered",
        "content_moderation",
        "content_policy",
        "content_policy_violation",
        "image_safety",
        "moderation",
        "moderation_blocked",
        "nsfw",
        "prohibited_content",
        "ResponsibleAIPolicyViolation",
        "safety",
        "safety_violation",
        "SAFETY",
        "Moderation-Blocked",
        " content_filter "
      })
  void aRefusalOfContentIsKnownByItsCodeOrItsType(String word) {
    assertThat(JobFailure.of(word, null).moderated()).isTrue();
    assertThat(JobFailure.of("failed", null).withType(word).moderated()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "failed", "unsafe_workflow", "TASK_ERROR", "rate_limit", "safety net"})
  void anyOtherFailureIsNoRefusalOfContent(String word) {
    assertThat(JobFailure.of(word, "moderation_blocked").moderated()).isFalse();
    assertThat(JobFailure.of("failed", null).withType(word).moderated()).isFalse();
  }

  @Test
  void aUserIsToldThatTheContentWasRefused() {
    JobFailedException refused = new JobFailedException("job-7", JobFailure.of("safety", null));
    JobFailedException broken = new JobFailedException("job-7", JobFailure.of("failed", null));

    assertThat(refused.userMessage()).contains("rules for content");
    assertThat(broken.userMessage()).doesNotContain("rules");
  }

  @Test
  void theTypeIsKeptAndStaysOutOfTheText() {
    JobFailure failure = JobFailure.of("failed", "words").withType("a secret type");

    assertThat(failure.type()).contains("a secret type");
    assertThat(failure.message()).contains("words");
    assertThat(failure).hasToString("JobFailure[failed]");
  }
}
