package dev.longhaul.cli;

import dev.longhaul.job.JobSnapshot;

/**
 * Progress where nothing can be drawn over: a line for each new stage, and for every ten percent.
 */
final class LineProgress extends ProgressView {
  private final Display display;
  private final Elapsed elapsed;
  private String lastStep = "";
  private int lastTenth;

  LineProgress(Display display, Elapsed elapsed) {
    super(display);
    this.display = display;
    this.elapsed = elapsed;
  }

  @Override
  void show(JobSnapshot snapshot) {
    String step = ProgressText.step(snapshot);
    int tenth = (int) (snapshot.percent().orElse(0) / 10);
    if (step.equals(lastStep) && tenth == lastTenth) {
      return;
    }
    lastStep = step;
    lastTenth = tenth;
    String percent =
        snapshot.percent().isEmpty()
            ? "     "
            : "%3d %%".formatted((int) snapshot.percent().getAsDouble());
    String time = elapsed.isTold() ? ", " + elapsed.words() : "";
    display.note(percent + "  " + step + time + left(snapshot));
  }

  private String left(JobSnapshot snapshot) {
    boolean usual = elapsed.isTold() && !snapshot.phase().isTerminal();
    return ProgressText.remaining(snapshot)
        .map(time -> ", " + DurationText.words(time) + " left")
        .orElse(usual ? ", " + elapsed.usual() : "");
  }

  @Override
  void showOutage(String reason) {
    display.note("Trying again: " + reason);
  }

  @Override
  void rest() {}

  @Override
  void wake() {}

  @Override
  void end(JobSnapshot last) {
    if (!last.rawState().isEmpty()) {
      show(last);
    }
  }
}
