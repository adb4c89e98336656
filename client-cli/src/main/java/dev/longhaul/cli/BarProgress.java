package dev.longhaul.cli;

import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobSnapshot;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarConsumer;

/** Progress as a bar that is drawn over itself, with percent, stage, time passed and time left. */
final class BarProgress extends ProgressView {
  private static final int REDRAWN_EVERY_MS = 100;

  private final Display display;
  private final BarText text = new BarText();
  private final Line line;
  private final ProgressBar bar;

  BarProgress(Display display, int width) {
    super(display);
    this.display = display;
    line = new Line(display, width - 1); // a full line would wrap
    bar =
        ProgressBar.builder()
            .setTaskName("")
            .setInitialMax(-1) // drawn as unknown until the service tells a percent
            .setUpdateIntervalMillis(REDRAWN_EVERY_MS)
            .continuousUpdate() // the times go on when the percent does not
            .setRenderer(text)
            .setConsumer(line)
            .build();
  }

  @Override
  void show(JobSnapshot snapshot) {
    snapshot.percent().ifPresent(percent -> moveTo((long) percent));
    text.show(
        display.clean(ProgressText.step(snapshot)),
        ProgressText.remaining(snapshot).map(bar.getTotalElapsed()::plus).orElse(null));
  }

  private void moveTo(long percent) {
    bar.maxHint(100);
    bar.stepTo(percent);
  }

  @Override
  void showOutage(String reason) {
    text.show("no answer, trying again", null);
  }

  @Override
  void rest() {
    bar.pause();
    line.rest();
  }

  @Override
  void wake() {
    line.wake();
    bar.resume();
  }

  @Override
  void end(JobSnapshot last) {
    show(last);
    if (last.phase() == JobPhase.SUCCEEDED) {
      moveTo(100);
    }
    bar.close();
  }

  /**
   * Takes the drawn bar, in place of the library's own consumer, which would open the terminal for
   * itself.
   *
   * <p><i>Concurrency:</i> the monitor keeps a drawing that is under way from coming after the rest
   * has begun.
   */
  private static final class Line implements ProgressBarConsumer {
    private final Display display;
    private final int width;
    private boolean resting;

    Line(Display display, int width) {
      this.display = display;
      this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public synchronized void accept(String drawn) {
      if (!resting) {
        // Spaces wipe out what a longer text left behind.
        display.draw("\r" + drawn + " ".repeat(Math.max(0, width - drawn.length())));
      }
    }

    synchronized void rest() {
      resting = true;
      display.endDrawing();
    }

    synchronized void wake() {
      resting = false;
    }

    @Override
    public void close() {
      display.endDrawing();
    }
  }
}
