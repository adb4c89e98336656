package dev.longhaul.integration.docs;

import dev.longhaul.integration.docs.OwnServiceSnippets.Farm;
import dev.longhaul.integration.docs.OwnServiceSnippets.FarmSocket;
import dev.longhaul.integration.docs.OwnServiceSnippets.Film;
import dev.longhaul.integration.docs.OwnServiceSnippets.Page;
import dev.longhaul.integration.docs.OwnServiceSnippets.Scene;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.VirtualTime;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A farm on virtual time, whose films take as long as the test says, and its socket. It remembers
 * what it was asked. The test's thread alone touches it.
 */
final class SimulatedFarm implements Farm, FarmSocket {
  static final URI FILE = URI.create("https://farm.example.com/film.mp4");

  final VirtualTime time = VirtualTime.create();
  final List<String> looks = new ArrayList<>();
  final List<String> pages = new ArrayList<>();
  final List<String> sent = new ArrayList<>();
  final Map<String, Instant> ends = new LinkedHashMap<>();
  Duration lasts = Duration.ofMinutes(1);
  Optional<Duration> askAfter = Optional.empty();
  @Nullable Runnable connected;
  @Nullable Consumer<Film> hears;

  /** Returns options on the farm's time. */
  WatchOptions options() {
    return WatchOptions.builder()
        .clock(time)
        .scheduler(time)
        .callbackExecutor(Runnable::run)
        .jitter(0)
        .build();
  }

  @Override
  public CompletableFuture<Film> start(Scene scene, UUID key) {
    String id = "film-" + (ends.size() + 1);
    ends.put(id, time.instant().plus(lasts));
    return look(id, "start");
  }

  @Override
  public CompletableFuture<Film> look(String id) {
    return look(id, id);
  }

  private CompletableFuture<Film> look(String id, String asked) {
    looks.add(asked);
    return CompletableFuture.completedFuture(film(id));
  }

  @Override
  public CompletableFuture<Page> films(@Nullable String cursor) {
    pages.add(String.valueOf(cursor));
    return CompletableFuture.completedFuture(
        new Page(ends.keySet().stream().map(this::film).toList(), null));
  }

  Film film(String id) {
    boolean over = !time.instant().isBefore(ends.get(id));
    return new Film(
        id,
        over ? "rendered" : "rendering",
        over ? 100 : 0,
        askAfter,
        over ? Optional.of(FILE) : Optional.empty());
  }

  @Override
  public void connect(Runnable nowConnected, Consumer<Film> film, Runnable lost) {
    sent.add("connect");
    connected = nowConnected;
    hears = film;
  }

  @Override
  public void send(String text) {
    sent.add(text);
  }

  @Override
  public void close() {
    sent.add("close");
  }
}
