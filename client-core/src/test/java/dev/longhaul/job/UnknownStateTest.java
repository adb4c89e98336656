package dev.longhaul.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.testkit.EventRecorder;
import org.junit.jupiter.api.Test;

/** An unknown state is data: it keeps its text, ends nothing, and is reported once. */
class UnknownStateTest {
  @Test
  void anUnknownStateKeepsItsTextAndTheJobIsWatchedOn() {
    try (Watching watching = new Watching();
        EventRecorder<JobEvent> events = EventRecorder.create()) {
      JobHandle<String> job = watching.submitted();
      job.listen(events::accept);
      watching.reads(unknown("defrosting"));
      watching.reads(unknown("defrosting"));
      watching.reads(unknown("simmering"));
      assertThat(job.snapshot().phase()).isEqualTo(JobPhase.UNKNOWN);
      assertThat(job.snapshot().phase().isTerminal()).isFalse();
      watching.reads(ByHandService.succeeded());

      events.next(JobEvent.Joined.class);
      assertThat(events.next(JobEvent.PhaseChanged.class).snapshot().rawState())
          .isEqualTo("defrosting");
      assertThat(events.next(JobEvent.PhaseChanged.class).snapshot().rawState())
          .isEqualTo("simmering");
      events.next(JobEvent.Ended.class);
    }
  }

  private static JobReading<String> unknown(String state) {
    return JobReading.<String>builder(ByHandService.ID, state).unrecognized();
  }
}
