package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.sora.model.VideoModel;
import dev.longhaul.generated.sora.model.VideoSeconds;
import dev.longhaul.generated.sora.model.VideoSize;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.sora.SoraOptions.Deletion;
import dev.longhaul.sora.SoraOptions.Dialect;
import dev.longhaul.sora.SoraOptions.Probe;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The defaults are the contract's, and what the dialect implies can be overruled. */
class SoraOptionsTest {
  @Test
  void theDefaultsAreThoseOfTheContract() {
    SoraOptions options = SoraOptions.defaults();

    assertThat(options.dialect()).isEqualTo(Dialect.OPENAI);
    assertThat(options.deletion()).isEqualTo(Deletion.REMOVES);
    assertThat(options.probe()).isEqualTo(Probe.LIST);
    assertThat(options.models()).isEqualTo(VideoModel.known());
    assertThat(options.sizes()).isEqualTo(VideoSize.known());
    assertThat(options.seconds()).isEqualTo(VideoSeconds.known());
    assertThat(options.organization()).isEmpty();
    assertThat(options.project()).isEmpty();
    assertThat(options.keys()).isEqualTo(KeyMode.IGNORED);
    assertThat(options.isOnlyWriter()).isFalse();
  }

  @Test
  void theOtherDialectCancelsWithDeleteAndHasAHealthPath() {
    SoraOptions seed = SoraOptions.builder().dialect(Dialect.SEED).build();
    assertThat(seed.deletion()).isEqualTo(Deletion.STOPS);
    assertThat(seed.probe()).isEqualTo(Probe.HEALTH);

    SoraOptions told = seed.toBuilder().deletion(Deletion.REMOVES).probe(Probe.MODELS).build();
    assertThat(told.deletion()).isEqualTo(Deletion.REMOVES);
    assertThat(told.probe()).isEqualTo(Probe.MODELS);
    assertThat(seed.toBuilder().dialect(Dialect.OPENAI).build().deletion())
        .isEqualTo(Deletion.REMOVES);
  }

  @Test
  void aBuilderStartsFromWhatWasSet() {
    SoraOptions options =
        SoraOptions.builder()
            .models(List.of(VideoModel.of("veo")))
            .sizes(List.of(VideoSize._720X1280))
            .seconds(List.of(VideoSeconds._8))
            .organization("org-1")
            .project("proj-1")
            .keys(KeyMode.REPLAYED)
            .onlyWriter()
            .build()
            .toBuilder()
            .build();

    assertThat(options.models()).containsExactly(VideoModel.of("veo"));
    assertThat(options.sizes()).containsExactly(VideoSize._720X1280);
    assertThat(options.seconds()).containsExactly(VideoSeconds._8);
    assertThat(options.organization()).contains("org-1");
    assertThat(options.project()).contains("proj-1");
    assertThat(options.keys()).isEqualTo(KeyMode.REPLAYED);
    assertThat(options.isOnlyWriter()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "org 1", "org\n1", "örg"})
  void aHeaderThatCannotBeSentIsRefused(String value) {
    assertThatThrownBy(() -> SoraOptions.builder().organization(value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("organization ");
    assertThatThrownBy(() -> SoraOptions.builder().project(value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("project ");
  }
}
