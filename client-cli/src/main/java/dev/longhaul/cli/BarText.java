package dev.longhaul.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import me.tongfei.progressbar.DefaultProgressBarRenderer;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;

/**
 * The text around the bar: the stage in place of a ratio, which would repeat the percent, and the
 * time left with a name.
 *
 * <p><i>Concurrency:</i> told by one thread, drawn by the library's.
 */
final class BarText extends DefaultProgressBarRenderer {
  private static final int LONGEST_STEP = 28;

  private volatile String step = "";
  private volatile @Nullable Duration end;

  BarText() {
    super(
        ProgressBarStyle.ASCII,
        "",
        1,
        false,
        null,
        ChronoUnit.SECONDS,
        true,
        state -> Optional.empty());
  }

  /**
   * Sets what is shown from now on.
   *
   * @param step the stage
   * @param end when the service expects the end, counted from the first drawing; null if it does
   *     not tell
   */
  void show(String step, @Nullable Duration end) {
    this.step = Printable.cut(step, LONGEST_STEP);
    this.end = end;
  }

  @Override
  protected String ratio(ProgressState state) {
    return step;
  }

  @Override
  protected String etaString(ProgressState state) {
    return "ETA " + remaining(state).map(DurationText::words).orElse("?");
  }

  /** Returns what the service expects, else what follows from the pace so far. */
  private Optional<Duration> remaining(ProgressState state) {
    Duration told = end;
    long done = state.getCurrent();
    if (told != null) {
      return Optional.of(told.minus(state.getTotalElapsed()));
    }
    return done <= 0
        ? Optional.empty()
        : Optional.of(
            state.getTotalElapsed().multipliedBy(Math.max(0, 100 - done)).dividedBy(done));
  }
}
