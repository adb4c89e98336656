package dev.longhaul.cli;

import dev.longhaul.job.JobSnapshot;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a job whose service tells no percent, as a line that is drawn over itself: the state,
 * the time since, and how long such jobs usually take. What nobody knows is not drawn.
 */
final class TimeProgress extends ProgressView {
  private final Display display;
  private final int width;
  private final Elapsed elapsed;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(TimeProgress::thread);
  private final ScheduledFuture<?> ticking;

  private String state = "";
  private @Nullable Duration end;
  private boolean drawn;
  private boolean silent;

  TimeProgress(Display display, int width, Elapsed elapsed) {
    super(display);
    this.display = display;
    this.width = width - 1; // a full line would wrap
    this.elapsed = elapsed;
    this.ticking = clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "longhaul-time");
    thread.setDaemon(true);
    return thread;
  }

  private synchronized void tick() {
    if (drawn && !silent) {
      draw(expected());
    }
  }

  @Override
  void show(JobSnapshot snapshot) {
    state = words(snapshot);
    end = ProgressText.remaining(snapshot).map(elapsed.time()::plus).orElse(null);
    draw(snapshot.phase().isTerminal() ? "" : expected());
  }

  private static String words(JobSnapshot snapshot) {
    String step = ProgressText.step(snapshot);
    return snapshot.percent().isEmpty()
        ? step
        : (int) snapshot.percent().getAsDouble() + " %  " + step;
  }

  /** Returns what the service expects, if it told, and as long as that is not over. */
  private String expected() {
    Duration told = end;
    Duration left = told == null ? Duration.ZERO : told.minus(elapsed.time());
    return left.isNegative() || left.isZero()
        ? ", " + elapsed.usual()
        : ", " + DurationText.words(left) + " left";
  }

  private void draw(String more) {
    String line = Printable.cut(display.clean(state), 40) + ", " + elapsed.words() + more;
    String cut = Printable.cut(line, width);
    display.draw("\r" + cut + " ".repeat(width - cut.length()));
    drawn = true;
  }

  @Override
  void showOutage(String reason) {
    state = "no answer, trying again";
    draw("");
  }

  @Override
  void rest() {
    silent = true;
    endLine();
  }

  private void endLine() {
    if (drawn) {
      display.endDrawing();
    }
  }

  @Override
  void wake() {
    silent = false;
  }

  @Override
  void end(JobSnapshot last) {
    ticking.cancel(false);
    clock.shutdown();
    if (!last.rawState().isEmpty()) {
      show(last);
    }
    endLine();
  }
}
