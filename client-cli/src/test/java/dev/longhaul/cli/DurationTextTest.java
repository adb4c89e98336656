package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "90s, PT1M30S",
    "5m, PT5M",
    "1h30m, PT1H30M",
    "PT5M, PT5M",
    "pt5m, PT5M",
    "500ms, PT0.5S",
    "1m500ms, PT1M0.5S",
    "2d, PT48H",
    "0s, PT0S",
    "365d, P365D",
    "' 5m ', PT5M"
  })
  void peopleAndMachinesAreUnderstood(String text, String iso) {
    assertThat(new DurationText().convert(text)).isEqualTo(Duration.parse(iso));
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.1S, 1s",
    "PT59S, 59s",
    "PT61S, 1m01s",
    "PT3599.5S, 1h00m",
    "PT100H5M, 100h05m",
    "PT-5S, 0s"
  })
  void wordsAreRoundedUp(String iso, String words) {
    assertThat(DurationText.words(Duration.parse(iso))).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "100ms", "2s", "1h30m", "2d1h1m1s5ms"})
  void anExactDurationIsTheSameWhenItIsPassedAgain(String text) {
    assertThat(DurationText.exact(new DurationText().convert(text))).isEqualTo(text);
  }
}
