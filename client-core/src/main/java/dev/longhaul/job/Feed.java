package dev.longhaul.job;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that are watched over the same sources, by id: views of one service that share a list
 * share this too.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class Feed<R> {
  /** What tells this feed from others: the list, the push source, or the service itself. */
  final Object key;

  final @Nullable ListedPages<R> pages;
  final @Nullable PushedFrames<R> pushed;
  private final Map<String, Watch<R>> watches = new HashMap<>();

  Feed(JobService<?, R> service, PollEngine engine) {
    key = key(service);
    pages = service.list().map(ListedPages::new).orElse(null);
    pushed = service.push().map(source -> new PushedFrames<>(source, this, engine)).orElse(null);
  }

  static Object key(JobService<?, ?> service) {
    Object list = service.listedAs();
    if (list != null) {
      return list;
    }
    return service.push().isPresent() ? service.push().get() : service;
  }

  boolean isEmpty() {
    return watches.isEmpty();
  }

  /** Puts a watch in; returns whether it is the only one of its job. */
  boolean add(Watch<R> watch) {
    watch.twin = watches.put(watch.id, watch);
    if (pages != null) {
      pages.joined(watch);
    }
    return watch.twin == null;
  }

  /** Takes a watch out; returns whether its job is watched no more. */
  boolean remove(Watch<R> watch) {
    if (pages != null) {
      pages.left(watch);
    }
    Watch<R> first = watches.get(watch.id);
    if (first == watch) {
      if (watch.twin == null) {
        watches.remove(watch.id);
        return true;
      }
      watches.put(watch.id, watch.twin);
      return false;
    }
    for (Watch<R> other = first; other != null; other = other.twin) {
      if (other.twin == watch) {
        other.twin = watch.twin;
      }
    }
    return false;
  }

  /** Shows each watch of a job. */
  void each(String id, Consumer<? super Watch<R>> action) {
    for (Watch<R> watch = watches.get(id); watch != null; watch = watch.twin) {
      action.accept(watch);
    }
  }

  List<Watch<R>> all() {
    List<Watch<R>> all = new ArrayList<>();
    watches.keySet().forEach(id -> each(id, all::add));
    return all;
  }
}
