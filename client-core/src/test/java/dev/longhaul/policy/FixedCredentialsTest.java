package dev.longhaul.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Credentials that never change are made once and cost a call nothing. */
class FixedCredentialsTest {
  @Test
  void oneTokenForGoodIsMadeOnceAndCannotBeRenewed() {
    Credentials fixed = Credentials.bearer("hunter2");

    assertThat(fixed.authorization())
        .isSameAs(fixed.authorization())
        .isCompletedWithValue(Optional.of("Bearer hunter2"));
    assertThat(fixed.refused("Bearer hunter2")).isFalse();
    assertThat(fixed.authorization()).isCompletedWithValue(Optional.of("Bearer hunter2"));
  }

  @Test
  void noCredentialsAreNoneForGood() {
    Credentials none = Credentials.none();

    assertThat(none.authorization())
        .isSameAs(none.authorization())
        .isCompletedWithValue(Optional.empty());
    assertThat(none.refused("Bearer x")).isFalse();
    assertThat(none.isPresent()).isFalse();
  }

  @Test
  void theyTellTheirKindAndNoToken() {
    assertThat(Credentials.bearer("hunter2")).hasToString("Credentials[bearer]");
    assertThat(Credentials.none()).hasToString("Credentials[none]");
  }
}
