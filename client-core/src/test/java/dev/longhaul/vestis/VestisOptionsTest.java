package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.policy.KeyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VestisOptionsTest {
  @Test
  void theDefaultsAreThoseOfTheContract() {
    assertThat(VestisOptions.defaults().statusPath()).isEqualTo("jobs/{id}");
    assertThat(VestisOptions.defaults().keys()).isEqualTo(KeyMode.IGNORED);
    assertThat(VestisOptions.defaults().isOnlyWriter()).isFalse();
  }

  @Test
  void aCopyKeepsEverything() {
    VestisOptions options =
        VestisOptions.builder()
            .statusPath("v2/{feature}/status/{id}")
            .keys(KeyMode.REPLAYED)
            .onlyWriter()
            .build();

    assertThat(options.toBuilder().build()).usingRecursiveComparison().isEqualTo(options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{id}", "jobs/{id}/state", "{feature}/status/{id}", "a.b/c~d/_-/{id}", "..a/{id}"})
  void aPlainPathWithAnIdIsTaken(String path) {
    assertThat(VestisOptions.builder().statusPath(path).build().statusPath()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jobs",
        "/jobs/{id}",
        "jobs/{id}/",
        "jobs//{id}",
        "jobs/{id}/{id}",
        "../{id}",
        "./{id}",
        "jobs/{id}/..",
        "jobs/{id}?x=1",
        "jobs/x{id}",
        "jobs/{ID}",
        "jobs/{kind}/{id}",
        "jobs/{id}#",
        "{feature}/{feature}/{id}",
        "{feature}/status",
        "a b/{id}",
        "https://x.example/{id}"
      })
  void anyOtherPathIsRefused(String path) {
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> VestisOptions.builder().statusPath(path));

    assertThat(refused)
        .hasMessage(
            "statusPath is no path with one {id} in it."
                + " Pass one without a slash at either end, such as jobs/{id}.");
  }
}
