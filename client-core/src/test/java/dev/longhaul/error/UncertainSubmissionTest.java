package dev.longhaul.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An uncertain submission says what is known and what to do about it. */
class UncertainSubmissionTest {
  private static final UUID KEY = UUID.fromString("00000000-0000-4000-8000-00000000002a");
  private static final CallFacts FACTS = CallFacts.builder("painter", "paint").build();

  @Test
  void oneThatNoAnswerSettlesSaysToLookForTheKeyFirst() {
    SubmissionUncertainException error = new SubmissionUncertainException(KEY, FACTS, null);

    assertThat(error.exists()).isFalse();
    assertThat(error)
        .hasMessageContainingAll(
            "may or may not have been accepted", "look for the key", "key " + KEY);
    assertThat(error.userMessage()).contains("not clear", "before");
  }

  @Test
  void oneWhoseRepeatWasRejectedSaysThatTheJobIsThere() {
    SubmissionUncertainException error =
        SubmissionUncertainException.rejectedRepeat(KEY, FACTS, null);

    assertThat(error.exists()).isTrue();
    assertThat(error)
        .hasMessageContainingAll("The job exists", "do not submit again", "key " + KEY);
    assertThat(error.userMessage()).contains("was accepted", "do not start it again");
  }

  @Test
  void theKeyIsThisJobsWhateverTheFactsSay() {
    CallFacts others = FACTS.toBuilder().key(new UUID(1, 1)).attempts(3).build();
    SubmissionUncertainException error =
        SubmissionUncertainException.rejectedRepeat(KEY, others, null);

    SubmissionUncertainException again = error.with(others);

    assertThat(error.facts().key()).contains(KEY);
    assertThat(again.facts().key()).contains(KEY);
    assertThat(again.key()).isEqualTo(KEY);
    assertThat(again.exists()).isTrue();
  }
}
