package dev.longhaul.testkit;

import dev.longhaul.testkit.StreamerSteps.Cut;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Plays scripts, all on the one thread of the timer, so that frames of several requests keep their
 * order. Frames go to the connection that asked and are lost when it has ended; the work goes on
 * all the same.
 */
final class StreamerPlayer {

  /** A request at work; each is equal to itself alone. */
  private static final class Work {

    private final StreamerConnection connection;
    private final StreamerRequest request;
    private final StreamerSteps steps;

    private Work(StreamerConnection connection, StreamerRequest request, StreamerSteps steps) {
      this.connection = connection;
      this.request = request;
      this.steps = steps;
    }
  }

  private final StreamerOutput output;
  private final StreamerTimer timer;
  private final Set<Work> atWork = ConcurrentHashMap.newKeySet();

  StreamerPlayer(StreamerOutput output, StreamerTimer timer) {
    this.output = output;
    this.timer = timer;
  }

  StreamerTimer timer() {
    return timer;
  }

  void play(StreamerConnection connection, StreamerRequest request, StreamerScript script) {
    Work work = new Work(connection, request, script.steps());
    atWork.add(work);
    next(work, 0);
  }

  void refuse(StreamerConnection connection, StreamerError error) {
    timer.later(Duration.ZERO, () -> connection.send(output.frames().error(error)));
  }

  /** How many requests of a connection have not ended. */
  int unfinished(StreamerConnection connection) {
    return (int) atWork.stream().filter(work -> work.connection == connection).count();
  }

  /** Ends all work; none of its frames is sent any more. */
  void forget() {
    atWork.clear();
  }

  private void next(Work work, int index) {
    if (index < work.steps.size()) {
      Duration delay = work.steps.get(index).delay();
      timer.later(delay, () -> perform(work, index));
    }
  }

  private void perform(Work work, int index) {
    if (!atWork.contains(work)) {
      return;
    }
    if (index + 1 == work.steps.size() && work.steps.end()) {
      // Before the frame is sent: a client that has seen the end may ask again at once.
      atWork.remove(work);
    }
    Cut cut = work.steps.cutAt(index);
    if (cut != null) {
      work.connection.end(cut.code());
    } else {
      work.connection.send(work.steps.get(index).content().frame(output, work.request));
    }
    next(work, index + 1);
  }
}
