package dev.longhaul.integration.docs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.integration.docs.OwnServiceSnippets.Film;
import dev.longhaul.integration.docs.OwnServiceSnippets.Scene;
import dev.longhaul.job.JobClient;
import dev.longhaul.job.JobHandle;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The service of the guide is watched in all the ways that it declares. */
class OwnServiceSnippetsTest {
  private static final Scene SCENE = new Scene("lighthouse.blend", "high", 240);

  private final SimulatedFarm farm = new SimulatedFarm();
  private final JobClient<Scene, URI> client =
      JobClient.open(OwnServiceSnippets.farm(farm, farm), farm.options());

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void oneFilmIsReadAloneAndTwoByThePage() {
    JobHandle<URI> first = submit();
    farm.time.advance(Duration.ofSeconds(2));
    assertThat(farm.looks).containsExactly("start", "film-1", "film-1", "film-1");
    assertThat(farm.pages).isEmpty();

    JobHandle<URI> second = submit();
    farm.looks.clear();
    farm.time.advance(Duration.ofMinutes(2));
    assertThat(farm.looks).isEmpty();
    assertThat(farm.pages).isNotEmpty().containsOnly("null");
    assertThat(first.outcome().join().resultOrThrow()).isEqualTo(SimulatedFarm.FILE);
    assertThat(second.outcome()).isCompleted();
  }

  @Test
  void theFarmIsAskedAgainWhenItWishes() {
    farm.askAfter = Optional.of(Duration.ofSeconds(20));
    submit();
    farm.time.advance(Duration.ofSeconds(50));

    assertThat(farm.looks).as("after 20 and 40 s").hasSize(1 + 2);
  }

  @Test
  void laterFilmsOfAKindAreForeseen() {
    for (int i = 0; i < 5; i++) {
      submit();
      farm.time.advance(Duration.ofMinutes(2));
    }
    farm.looks.clear();
    submit();
    farm.time.advance(Duration.ofSeconds(50));

    assertThat(farm.looks).as("0.5 s, then every 5 s").hasSize(1 + 10);
  }

  @Test
  void whileTheSocketIsUpReadsAreASafetyNet() {
    JobHandle<URI> job = submit();
    requireNonNull(farm.connected).run();
    farm.looks.clear();
    farm.time.advance(Duration.ofSeconds(59));
    assertThat(farm.looks).isEmpty();

    farm.ends.put("film-1", farm.time.instant());
    requireNonNull(farm.hears).accept(farm.film("film-1"));
    assertThat(job.outcome()).isCompleted();
    assertThat(farm.sent)
        .containsExactly(
            "connect", "subscribe film-1", "subscribe film-1", "unsubscribe film-1", "close");
  }

  @Test
  void anEndingWithoutItsFileIsRead() {
    JobHandle<URI> job = submit();
    requireNonNull(farm.connected).run();
    farm.ends.put("film-1", farm.time.instant());
    farm.looks.clear();
    Film bare = new Film("film-1", "rendered", 100, Optional.empty(), Optional.empty());
    requireNonNull(farm.hears).accept(bare);

    assertThat(farm.looks).containsExactly("film-1");
    assertThat(job.outcome()).isCompleted();
  }

  private JobHandle<URI> submit() {
    return client.submitAsync(SCENE).join();
  }
}
