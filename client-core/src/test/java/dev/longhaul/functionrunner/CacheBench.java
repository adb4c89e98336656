package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.gson.JsonObject;
import dev.longhaul.error.CallFacts;
import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.testkit.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A cache whose clock and loads the test moves by hand. */
final class CacheBench {
  static final Duration LIST = Duration.ofMinutes(5);
  static final Duration SINGLE = Duration.ofMinutes(10);
  static final Duration STALE = Duration.ofHours(1);
  static final Duration TICK = Duration.ofNanos(1);
  static final CallFacts FACTS = CallFacts.builder("function-runner", "read").build();

  final VirtualTime time = VirtualTime.create();
  final TemplateCache cache = new TemplateCache(LIST, SINGLE, STALE, time);

  /** The loads of one key, which the test ends by hand. */
  final List<CompletableFuture<Template>> loads = new ArrayList<>();

  CompletableFuture<Template> ask() {
    return ask("a");
  }

  private CompletableFuture<Template> ask(String id) {
    return cache.get(
        id,
        () -> {
          CompletableFuture<Template> load = new CompletableFuture<>();
          loads.add(load);
          return load;
        });
  }

  void answer(String version) {
    loads.get(loads.size() - 1).complete(template(version));
  }

  void fail(Throwable error) {
    loads.get(loads.size() - 1).completeExceptionally(error);
  }

  void keep(String version) {
    ask();
    answer(version);
    assertThat(ask().join()).isEqualTo(template(version));
  }

  static Template template(String version) {
    JsonObject output = new JsonObject();
    output.addProperty("image", "file");
    return new Template().id("a").version(version).tags(List.of("x")).outputSchema(output);
  }

  static Throwable failure(CompletableFuture<?> future) {
    assertThat(future).isDone();
    return LinkedFuture.reason(catchThrowable(future::join));
  }

  List<Template> list(TemplateQuery query, AtomicInteger reads) {
    return cache
        .get(
            query,
            () ->
                CompletableFuture.completedFuture(
                    List.of(template(Integer.toString(reads.incrementAndGet())))))
        .join();
  }

  void read(String id, AtomicInteger reads) {
    cache
        .get(
            id,
            () -> {
              reads.incrementAndGet();
              return CompletableFuture.completedFuture(template("1"));
            })
        .join();
  }
}
