package dev.longhaul.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts.Reach;
import java.io.IOException;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An error can be given other facts and stays the same error. */
class SameErrorOtherFactsTest {
  private static final UUID KEY = UUID.fromString("00000000-0000-4000-8000-00000000002a");
  private static final CallFacts EARLY = CallFacts.builder("painter", "paint").build();
  private static final CallFacts LATE =
      CallFacts.builder("painter", "paint")
          .key(KEY)
          .status(503)
          .attempts(4)
          .reach(Reach.DECLINED)
          .build();

  /** Makes an exception of a class. */
  interface Maker {
    LonghaulException make(String message, CallFacts facts, @Nullable Throwable cause);
  }

  static Stream<LonghaulException> errors() {
    Stream<Maker> makers =
        Stream.of(
            CircuitOpenException::new,
            ClientClosedException::new,
            CredentialsException::new,
            DeadlineExceededException::new,
            NotFoundException::new,
            OutcomeUnknownException::new,
            QueueFullException::new,
            QuotaExhaustedException::new,
            RateLimitedException::new,
            RefusedException::new,
            ServiceFailedException::new,
            UnexpectedAnswerException::new,
            UnreachableException::new);
    IOException cause = new IOException("reset");
    return Stream.concat(
        makers.map(maker -> maker.make("It broke. Mend it.", EARLY, cause)),
        Stream.of(
            new SubmissionUncertainException(KEY, EARLY, cause),
            SubmissionUncertainException.rejectedRepeat(KEY, EARLY, cause),
            InvalidInputException.of("steps", "must be positive, was negative", "Pass 1 to 50.")));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void itIsTheSameErrorWithTheNewFacts(LonghaulException error) {
    IllegalStateException beside = new IllegalStateException("beside");
    error.addSuppressed(beside);

    LonghaulException again = error.with(LATE);

    assertThat(again).isNotSameAs(error).hasSameClassAs(error);
    assertThat(again.sentence()).isEqualTo(error.sentence());
    assertThat(again.userMessage()).isEqualTo(error.userMessage());
    assertThat(again.getCause()).isSameAs(error.getCause());
    assertThat(again.getStackTrace()).isEqualTo(error.getStackTrace());
    assertThat(again.getSuppressed()).containsExactly(beside);
    assertThat(again.facts().attempts()).isEqualTo(4);
    assertThat(again.facts().reach()).isEqualTo(Reach.DECLINED);
    assertThat(again.facts().status()).hasValue(503);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void theErrorThatItWasMadeOfStaysAsItWas(LonghaulException error) {
    String text = error.getMessage();

    LonghaulException again = error.with(LATE);
    again.addSuppressed(new IllegalStateException("later"));

    assertThat(error.facts().attempts()).isZero();
    assertThat(error).hasMessage(text).hasNoSuppressedExceptions();
  }

  @ParameterizedTest
  @MethodSource("errors")
  void whatTheUserIsToldHoldsNoFact(LonghaulException error) {
    String told = error.with(LATE).userMessage();

    assertThat(told)
        .endsWith(".")
        .hasSizeBetween(20, 140)
        .doesNotContain("(", "painter", "paint", "503", KEY.toString());
  }

  @Test
  void theTextOfACallEndsWithTheNewFacts() {
    RefusedException again = new RefusedException("No. Change it.", EARLY, null).with(LATE);

    assertThat(again)
        .hasMessage("No. Change it. (painter paint, HTTP 503, key " + KEY + ")")
        .hasNoCause();
  }

  @Test
  void aCheckOfInputKeepsItsFieldAndItsBareText() {
    InvalidInputException error = InvalidInputException.of("steps", "is 0", "Pass 1 to 50.");

    InvalidInputException again = error.with(LATE);

    assertThat(again.field()).isEqualTo("steps");
    assertThat(again).hasMessage("steps is 0. Pass 1 to 50.").hasNoCause();
    assertThat(again.userMessage()).isEqualTo("steps is 0. Pass 1 to 50.");
  }

  @Test
  void aCheckOfInputKeepsTheCauseThatItWasGiven() {
    InvalidInputException error = InvalidInputException.of("file", "is gone", "Pass another.");
    IOException cause = new IOException("gone");
    error.initCause(cause);

    assertThat(error.with(LATE)).hasCause(cause);
  }

  @Test
  void creditsStayWithTheError() {
    QuotaExhaustedException error =
        new QuotaExhaustedException("Add credits.", EARLY, null).withCredits(4.0, 1.5);

    QuotaExhaustedException again = error.with(LATE);

    assertThat(again.creditsRequired()).hasValue(4.0);
    assertThat(again.creditsAvailable()).hasValue(1.5);
  }

  @Test
  void creditsThatNobodyToldAreEmpty() {
    QuotaExhaustedException error =
        new QuotaExhaustedException("Add credits.", EARLY, null).withCredits(null, 0.0);

    assertThat(error.creditsRequired()).isEmpty();
    assertThat(error.creditsAvailable()).hasValue(0.0);
  }
}
