package dev.longhaul.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The way on which the messages of one socket go out; used by one thread at a time. */
interface SocketLane {

  /** How long messages that are to change places wait for others. */
  Duration GATHERING = Duration.ofMillis(20);

  /** Makes the lane of a socket. */
  interface Maker {
    SocketLane of(SocketLine line, FakeSockets sockets);
  }

  /** Writes the message now, later, twice or never. */
  void pass(Runnable message);

  static SocketLane straight() {
    return Runnable::run;
  }

  static SocketLane twice() {
    return message -> {
      message.run();
      message.run();
    };
  }

  /** Lets so many messages through and then ends the socket in some way. */
  static SocketLane ending(int frames, Runnable end) {
    int[] sent = {0};
    return message -> {
      sent[0]++;
      if (sent[0] <= frames) {
        message.run();
      }
      if (sent[0] >= frames) {
        end.run();
      }
    };
  }

  /** Lets messages of one group change places; a group that does not fill up goes as it is. */
  static SocketLane shuffling(int window, Random random, Consumer<Runnable> later) {
    List<Runnable> group = new ArrayList<>();
    return message -> {
      if (group.isEmpty()) {
        later.accept(() -> runAll(group));
      }
      group.add(message);
      if (group.size() == window) {
        Collections.shuffle(group, random);
        runAll(group);
      }
    };
  }

  private static void runAll(List<Runnable> group) {
    group.forEach(Runnable::run);
    group.clear();
  }
}
