package dev.longhaul.job;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The watches by when they are due: a binary heap in which each knows its place, so that one can be
 * moved or taken out in logarithmic time.
 *
 * <p><i>Concurrency:</i> guarded by the lock of the engine.
 */
final class DueQueue {
  static final int NOWHERE = -1;

  private @Nullable Watch<?>[] heap = new Watch<?>[16];
  private int size;

  @Nullable Watch<?> first() {
    return size == 0 ? null : heap[0];
  }

  /** Puts a watch in line, or moves one that is in line already. */
  void put(Watch<?> watch, long due) {
    watch.due = due;
    if (watch.place == NOWHERE) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, size + (size >> 1));
      }
      set(size++, watch);
    }
    up(watch.place, watch);
    down(watch.place, watch);
  }

  void remove(Watch<?> watch) {
    int place = watch.place;
    if (place == NOWHERE) {
      return;
    }
    watch.place = NOWHERE;
    Watch<?> last = at(--size);
    heap[size] = null;
    if (last != watch) {
      set(place, last);
      up(place, last);
      down(last.place, last);
    }
  }

  private void up(int from, Watch<?> watch) {
    int place = from;
    while (place > 0 && watch.due - at((place - 1) / 2).due < 0) {
      set(place, at((place - 1) / 2));
      place = (place - 1) / 2;
    }
    set(place, watch);
  }

  private void down(int from, Watch<?> watch) {
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && at(child + 1).due - at(child).due < 0) {
        child++;
      }
      if (watch.due - at(child).due <= 0) {
        break;
      }
      set(place, at(child));
      place = child;
    }
    set(place, watch);
  }

  private Watch<?> at(int place) {
    Watch<?> watch = heap[place];
    if (watch == null) {
      throw new IllegalStateException("a hole in the heap");
    }
    return watch;
  }

  private void set(int place, Watch<?> watch) {
    heap[place] = watch;
    watch.place = place;
  }
}
