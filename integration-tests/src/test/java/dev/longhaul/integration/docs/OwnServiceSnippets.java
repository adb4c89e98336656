package dev.longhaul.integration.docs;

import dev.longhaul.job.JobMark;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobService;
import dev.longhaul.job.ListedJob;
import dev.longhaul.job.ListedJobs;
import dev.longhaul.job.PushSink;
import dev.longhaul.job.PushSource;
import dev.longhaul.job.Registration;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A service of the reader's own, with everything that makes watching it cheap and quick. */
final class OwnServiceSnippets {
  private OwnServiceSnippets() {}

  /** What the reader's API takes. */
  record Scene(String file, String quality, int frames) {}

  /** What it answers of one film. */
  record Film(
      String id, String state, double percent, Optional<Duration> askAfter, Optional<URI> file) {}

  /** A page of its list. */
  record Page(List<Film> films, @Nullable String next) {}

  /** Stands for the reader's own HTTP calls: each sends one request. */
  interface Farm {
    CompletableFuture<Film> start(Scene scene, UUID key);

    CompletableFuture<Film> look(String id);

    CompletableFuture<Page> films(@Nullable String cursor);
  }

  /** Stands for the reader's own WebSocket, which connects again by itself. */
  interface FarmSocket {
    void connect(Runnable connected, Consumer<Film> film, Runnable lost);

    void send(String text);

    void close();
  }

  // region: watching-own-service
  static JobService<Scene, URI> farm(Farm farm, FarmSocket socket) {
    return JobService.<Scene, URI>builder(
            "render-farm",
            (scene, key) -> farm.start(scene, key).thenApply(OwnServiceSnippets::seen))
        .read(id -> farm.look(id).thenApply(OwnServiceSnippets::seen))
        .list(cursor -> farm.films(cursor).thenApply(OwnServiceSnippets::rows))
        .kind(scene -> scene.quality() + " " + scene.frames()) // what decides how long it takes
        .push(new FarmFrames(socket))
        .build();
  }

  static ListedJobs<URI> rows(Page page) {
    return new ListedJobs<>(
        page.films().stream()
            .map(film -> new ListedJob<>(seen(film), JobMark.none(), null))
            .toList(),
        page.next(), // null on the last page
        null);
  }

  static JobReading<URI> seen(Film film) {
    JobReading.Builder<URI> reading =
        JobReading.<URI>builder(film.id(), film.state())
            .percent(film.percent()) // 0 to 100
            .pollAfter(film.askAfter().orElse(null));
    return switch (film.state()) {
      case "queued" -> reading.waiting();
      case "rendering" -> reading.running();
      case "rendered" -> film.file().map(reading::succeeded).orElseGet(reading::ended);
      default -> reading.unrecognized(); // goes on, as far as anyone can tell
    };
  }

  // endregion

  // region: watching-own-push
  record FarmFrames(FarmSocket socket) implements PushSource<URI> {
    @Override
    public Registration open(PushSink<URI> sink) {
      socket.connect(sink::connected, film -> sink.frame(seen(film)), sink::lost);
      return socket::close;
    }

    @Override
    public void watch(String id) {
      socket.send("subscribe " + id);
    }

    @Override
    public void unwatch(String id) {
      socket.send("unsubscribe " + id);
    }
  }
  // endregion
}
