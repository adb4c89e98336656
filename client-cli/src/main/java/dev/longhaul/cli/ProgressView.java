package dev.longhaul.cli;

import dev.longhaul.job.JobEvent;
import dev.longhaul.job.JobListener;
import dev.longhaul.job.JobSnapshot;

/**
 * Shows how a job gets on.
 *
 * <p><i>Concurrency:</i> events come on a thread of the client, everything else on the one that
 * follows the job; what comes after the finish is ignored.
 */
abstract class ProgressView implements JobListener {
  private final Display display;
  private boolean outage;
  private boolean resting;
  private boolean finished;
  private String held = "";

  ProgressView(Display display) {
    this.display = display;
  }

  /**
   * Returns what draws over itself where that can be, lines elsewhere. A bar needs a percent; where
   * the service tells none, the state and the time stand alone.
   */
  static ProgressView on(Display display, TerminalFacts terminal, Elapsed elapsed) {
    if (!terminal.draws()) {
      return new LineProgress(display, elapsed);
    }
    return elapsed.isTold()
        ? new TimeProgress(display, terminal.width(), elapsed)
        : new BarProgress(display, terminal.width());
  }

  @Override
  public final synchronized void onEvent(JobEvent event) {
    if (resting || finished) {
      return;
    }
    if (event instanceof JobEvent.ReadFailed failed) {
      if (!outage) {
        showOutage(Trouble.line(failed.error()));
      }
      outage = true;
    } else if (!event.snapshot().rawState().isEmpty()) {
      outage = false;
      show(event.snapshot());
    }
  }

  /** Writes a line beside the progress; while the terminal is left to someone else, later. */
  final synchronized void note(String line) {
    if (resting) {
      held = line;
    } else if (!finished) {
      display.note(line);
    }
  }

  /** Leaves the terminal to someone else. */
  final synchronized void pause() {
    resting = true;
    rest();
  }

  /** Takes the terminal back. */
  final synchronized void resume() {
    resting = false;
    wake();
    if (!held.isEmpty()) {
      display.note(held);
      held = "";
    }
  }

  /** Shows the last that is known, and ends. */
  final synchronized void finish(JobSnapshot last) {
    if (!finished) {
      finished = true;
      end(last);
    }
  }

  abstract void show(JobSnapshot snapshot);

  abstract void showOutage(String reason);

  abstract void rest();

  abstract void wake();

  abstract void end(JobSnapshot last);
}
