package dev.longhaul.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.CallFacts.Reach;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The facts of a call are kept whole, are never changed, and tell no words of the service. */
class CallFactsTest {
  private static final UUID KEY = new UUID(4, 2);

  private static CallFacts.Builder full() {
    return CallFacts.builder("painter", "paint")
        .key(KEY)
        .jobId("job-7")
        .status(429)
        .serverCode("BUSY")
        .serverMessage("a secret prompt")
        .fieldErrors(Map.of("prompt", "secret words"))
        .requestId("req-1")
        .retryAfter(Duration.ofSeconds(9))
        .retryHint(CallFacts.RetryHint.GIVE_UP)
        .reach(Reach.DECLINED)
        .attempts(3);
  }

  @Test
  void factsThatNobodyGatheredAreEmptyAndProveNothing() {
    CallFacts facts = CallFacts.builder("painter", "paint").build();

    assertThat(facts.key()).isEmpty();
    assertThat(facts.jobId()).isEmpty();
    assertThat(facts.status()).isEmpty();
    assertThat(facts.serverCode()).isEmpty();
    assertThat(facts.serverMessage()).isEmpty();
    assertThat(facts.fieldErrors()).isEmpty();
    assertThat(facts.requestId()).isEmpty();
    assertThat(facts.retryAfter()).isEmpty();
    assertThat(facts.retryHint()).isEmpty();
    assertThat(facts.reach()).isEqualTo(Reach.MAY_HAVE_TAKEN_EFFECT);
    assertThat(facts.attempts()).isZero();
  }

  @Test
  void aBuilderThatStartsFromFactsHasAllOfThem() {
    CallFacts facts = full().build().toBuilder().build();

    assertThat(facts.service()).isEqualTo("painter");
    assertThat(facts.operation()).isEqualTo("paint");
    assertThat(facts.key()).contains(KEY);
    assertThat(facts.jobId()).contains("job-7");
    assertThat(facts.status()).hasValue(429);
    assertThat(facts.serverCode()).contains("BUSY");
    assertThat(facts.serverMessage()).contains("a secret prompt");
    assertThat(facts.fieldErrors()).containsExactly(Map.entry("prompt", "secret words"));
    assertThat(facts.requestId()).contains("req-1");
    assertThat(facts.retryAfter()).contains(Duration.ofSeconds(9));
    assertThat(facts.retryHint()).contains(CallFacts.RetryHint.GIVE_UP);
    assertThat(facts.reach()).isEqualTo(Reach.DECLINED);
    assertThat(facts.attempts()).isEqualTo(3);
  }

  @Test
  void aBuilderThatGoesOnLeavesTheFactsThatWereBuiltAlone() {
    CallFacts.Builder builder = full();
    CallFacts facts = builder.build();

    builder.attempts(8);
    facts.toBuilder().attempts(9).build();

    assertThat(facts.attempts()).isEqualTo(3);
  }

  @Test
  void theTextFormLeavesTheServicesWordsOut() {
    assertThat(full().build())
        .hasToString(
            "painter paint, HTTP 429, code BUSY, job job-7, key "
                + KEY
                + ", request id req-1, retry after PT9S");
  }

  @Test
  void theFirstTwentyFieldsAreKeptInTheirOrder() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      many.put("f" + i, "no");
    }
    CallFacts facts = CallFacts.builder("painter", "paint").fieldErrors(many).build();
    many.clear();

    assertThat(facts.fieldErrors()).hasSize(20);
    assertThat(facts.fieldErrors().keySet()).startsWith("f0", "f1").endsWith("f19");
    assertThatThrownBy(() -> facts.fieldErrors().put("f20", "no"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
