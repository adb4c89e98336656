package dev.longhaul.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.realtime.RealtimeProtocol.FrameKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a connection does what, on a clock that is only a number. */
class ConnectionTimingTest {
  private static final LinkEnd CUT = LinkWorld.ENDS.failed(new IOException(), null, true);
  private static final LinkEnd RESTART = LinkWorld.ENDS.closed(1012);

  private static LinkWorld connecting(RealtimeOptions options, double random) {
    LinkWorld world = new LinkWorld(options, () -> random);
    world.step(world::connect);
    return world;
  }

  private static LinkWorld connected(RealtimeOptions options) {
    LinkWorld world = connecting(options, 1);
    open(world);
    return world;
  }

  private static void open(LinkWorld world) {
    world.step(() -> world.machine.opened(world.machine.link(), world.now));
  }

  private static void frame(LinkWorld world, FrameKind kind) {
    world.step(() -> world.frame(kind));
  }

  /** Lets the socket end, and returns after how long the next is opened. */
  private static Duration delayAfter(LinkWorld world, LinkEnd end) {
    world.step(() -> world.ends(end));
    Duration delay = world.delay();
    if (!world.done().contains("open") && !delay.isNegative()) {
      long before = world.now;
      untilDone(world, "open");
      assertThat(world.now - before).isEqualTo(delay.toNanos());
    }
    return delay;
  }

  private static List<Duration> delays(int count, LinkWorld world, LinkEnd end) {
    return IntStream.range(0, count).mapToObj(each -> delayAfter(world, end)).toList();
  }

  /** Lets timers go off until something is done; returns how long that took. */
  private static Duration untilDone(LinkWorld world, String what) {
    long before = world.now;
    do {
      world.step(world::nextTimer);
    } while (!world.done().contains(what));
    return Duration.ofNanos(world.now - before);
  }

  private static Duration[] seconds(double... each) {
    return Arrays.stream(each)
        .mapToObj(one -> Duration.ofNanos((long) (one * 1e9)))
        .toArray(Duration[]::new);
  }

  @Test
  void delaysLieAnywhereBelowABoundThatDoubles() {
    RealtimeOptions options = RealtimeOptions.defaults();

    assertThat(delays(8, connecting(options, 1), CUT))
        .containsExactly(seconds(1, 2, 4, 8, 16, 30, 30, 30));
    assertThat(delays(8, connecting(options, 0.5), CUT))
        .containsExactly(seconds(0.5, 1, 2, 4, 8, 15, 15, 15));
    assertThat(delays(3, connecting(options, 0), CUT)).containsExactly(seconds(0, 0, 0));
  }

  @Test
  void theBoundGrowsAsTheOptionsSay() {
    RealtimeOptions options =
        RealtimeOptions.builder().backOff(Duration.ofMillis(100), 3, Duration.ofSeconds(2)).build();

    assertThat(delays(5, connecting(options, 1), CUT))
        .containsExactly(seconds(0.1, 0.3, 0.9, 2, 2));
  }

  @Test
  void onlyAFrameThatMakesSenseMakesUpForFailures() {
    LinkWorld world = connecting(RealtimeOptions.defaults(), 1);

    List<Duration> delays = new ArrayList<>(delays(2, world, CUT));
    open(world);
    delays.add(delayAfter(world, CUT));
    open(world);
    frame(world, FrameKind.MALFORMED);
    delays.add(delayAfter(world, CUT));
    open(world);
    frame(world, FrameKind.VALID);
    delays.add(delayAfter(world, CUT));

    assertThat(delays).containsExactly(seconds(1, 2, 4, 8, 1));
  }

  @Test
  void askingAgainByHandMakesUpForFailures() {
    LinkWorld world = connecting(RealtimeOptions.defaults(), 1);
    delays(3, world, CUT);
    world.step(world::reconnect);
    assertThat(delayAfter(world, CUT)).isEqualTo(Duration.ofSeconds(1));
    delays(3, world, RESTART);
    world.step(() -> world.machine.disconnect(world.now));
    world.step(world::connect);

    assertThat(delayAfter(world, CUT)).isEqualTo(Duration.ofSeconds(1));
    assertThat(world.machine.state()).isEqualTo(ConnectionState.RECONNECTING);
  }

  @Test
  void aServerThatRestartsIsTriedAfterTwoSecondsAndThenBackedOffFrom() {
    LinkWorld world = connected(RealtimeOptions.defaults());
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      delays.add(delayAfter(world, RESTART));
      assertThat(world.machine.state()).isEqualTo(ConnectionState.SUSPENDED);
      open(world);
    }
    frame(world, FrameKind.VALID);
    delays.add(delayAfter(world, RESTART));

    assertThat(delays).containsExactly(seconds(2, 1, 2, 4, 2));
  }

  @Test
  void aServerThatIsDownAfterARestartIsBackedOffFrom() {
    LinkWorld world = connected(RealtimeOptions.defaults());

    List<Duration> delays = new ArrayList<>(List.of(delayAfter(world, RESTART)));
    delays.addAll(delays(4, world, CUT));

    assertThat(delays).containsExactly(seconds(2, 1, 2, 4, 8));
    assertThat(world.machine.state()).isEqualTo(ConnectionState.SUSPENDED);
  }

  @Test
  void silenceIsTakenForARestartAndAnyFrameForASignOfLife() {
    RealtimeOptions options =
        RealtimeOptions.builder().silenceLimit(Duration.ofSeconds(60)).build();
    LinkWorld world = connected(options);
    world.step(() -> world.passes(Duration.ofSeconds(50)));
    frame(world, FrameKind.MALFORMED);

    assertThat(untilDone(world, "drop")).isEqualTo(Duration.ofSeconds(60));
    assertThat(world.machine.state()).isEqualTo(ConnectionState.SUSPENDED);
    assertThat(world.delay()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @CsvSource({"7, 0, 7", "7, 1, 7", "0, 1, 1", "3600, 0, 300"})
  void aRestThatTheServerAsksForIsKeptUpToFiveMinutes(int asked, double random, int waited) {
    LinkEnd later =
        new LinkEnd(
            ConnectionReason.NOT_NOW,
            LinkEnd.Remedy.RETRY,
            LinkEnd.NO_CODE,
            Duration.ofSeconds(asked),
            CUT.error());

    assertThat(delayAfter(connecting(RealtimeOptions.defaults(), random), later))
        .isEqualTo(Duration.ofSeconds(waited));
  }

  @Test
  void noMoreHandshakesBeginInAMinuteThanTheLimit() {
    RealtimeOptions options = RealtimeOptions.builder().handshakesPerMinute(3).build();
    LinkWorld world = connecting(options, 0);
    world.step(() -> world.passes(Duration.ofSeconds(10)));

    assertThat(delays(5, world, CUT)).containsExactly(seconds(0, 0, 50, 10, 0));
  }

  @Test
  void reconnectingByHandKeepsToTheLimitOfHandshakes() {
    RealtimeOptions options = RealtimeOptions.builder().handshakesPerMinute(2).build();
    LinkWorld world = connecting(options, 0);
    world.step(world::reconnect);
    world.step(() -> world.passes(Duration.ofSeconds(5)));
    world.step(world::reconnect);

    assertThat(world.delay()).isEqualTo(Duration.ofSeconds(55));
    assertThat(untilDone(world, "open")).isEqualTo(Duration.ofSeconds(55));
  }

  @Test
  void aTryEndsWhenNobodyAnswersInTime() {
    LinkWorld world = connecting(RealtimeOptions.defaults(), 1);

    assertThat(untilDone(world, "drop")).isEqualTo(Duration.ofSeconds(20));
    assertThat(world.machine.state()).isEqualTo(ConnectionState.RECONNECTING);
    assertThat(world.delay()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void givesUpAfterTheAttemptsThatTheOptionsGrant() {
    RealtimeOptions options = RealtimeOptions.builder().maxAttempts(3).build();
    LinkWorld world = connecting(options, 1);

    assertThat(delays(2, world, CUT)).containsExactly(seconds(1, 2));
    world.step(() -> world.ends(CUT));

    assertThat(world.machine.state()).isEqualTo(ConnectionState.ERROR);
    assertThat(world.machine.nextTick()).isEqualTo(LinkMachine.NEVER);
  }

  @Test
  void aFreshTokenIsTriedAtOnceAndASecondRefusalEndsIt() {
    LinkEnd refused = LinkWorld.ENDS.closed(4401);
    LinkWorld world = connecting(RealtimeOptions.defaults(), 1);

    assertThat(delayAfter(world, refused)).isZero();
    assertThat(world.machine.state()).isEqualTo(ConnectionState.RECONNECTING);
    world.step(() -> world.ends(refused));
    assertThat(world.machine.state()).isEqualTo(ConnectionState.ERROR);
  }

  private static final RealtimeOptions TWO_HOURS =
      RealtimeOptions.builder().lifeLimit(Duration.ofHours(2), Duration.ofMinutes(10)).build();

  @Test
  void aSocketWithNothingInFlightIsRenewedWhenTheMarginBegins() {
    LinkWorld world = connected(TWO_HOURS);

    assertThat(untilDone(world, "close")).isEqualTo(Duration.ofMinutes(110));
    assertThat(world.machine.state()).isEqualTo(ConnectionState.RECONNECTING);
    world.step(() -> world.ends(LinkWorld.ENDS.closed(1000)));
    assertThat(world.done()).contains("open");
  }

  @Test
  void aRenewalWaitsForWhatIsInFlightAndWhatIsNewWaitsForIt() {
    LinkWorld world = connected(TWO_HOURS);
    world.inFlight = 1;
    world.step(() -> world.passes(Duration.ofMinutes(112)));
    world.step(world::send);
    assertThat(world.done()).isEmpty();
    world.step(() -> world.machine.settled());
    assertThat(world.done()).isEmpty();

    world.inFlight = 0;
    world.step(() -> world.machine.settled());
    assertThat(world.done()).containsExactly("close", "RECONNECTING", "lost");
    world.step(() -> world.ends(LinkWorld.ENDS.closed(1000)));
    open(world);
    assertThat(world.done()).containsExactly("CONNECTED", "greet", "write", "connected");
  }

  @Test
  void whatIsInFlightAtTheEndOfTheLifeIsNotWaitedFor() {
    LinkWorld world = connected(TWO_HOURS);
    world.inFlight = 1;

    assertThat(untilDone(world, "close")).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void aMarginIsAtMostHalfOfTheLife() {
    LinkWorld world =
        connected(
            RealtimeOptions.builder()
                .lifeLimit(Duration.ofMinutes(4), Duration.ofMinutes(10))
                .build());

    assertThat(untilDone(world, "close")).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void aServerThatDoesNotAnswerAFarewellIsDroppedAfterASecond() {
    LinkWorld world = connected(RealtimeOptions.defaults());
    world.step(world::reconnect);

    assertThat(world.done()).containsExactly("close", "RECONNECTING", "lost");
    assertThat(untilDone(world, "drop")).isEqualTo(Duration.ofSeconds(1));
    assertThat(world.done()).contains("open");
  }

  @Test
  void aFrameWaitsForASocketOnlySoLong() {
    LinkWorld world = new LinkWorld(RealtimeOptions.defaults());
    world.step(world::send);
    world.step(() -> world.passes(Duration.ofSeconds(20)));
    world.step(world::send);

    assertThat(untilDone(world, "EXPIRED")).isEqualTo(Duration.ofSeconds(40));
    assertThat(world.machine.queued()).isOne();
    assertThat(untilDone(world, "EXPIRED")).isEqualTo(Duration.ofSeconds(20));
    assertThat(world.machine.nextTick()).isEqualTo(LinkMachine.NEVER);
  }

  @Test
  void aSignOfLifeIsSentEveryThirtySeconds() {
    LinkWorld world = connected(RealtimeOptions.defaults());
    List<Duration> beats = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      beats.add(untilDone(world, "beat"));
      frame(world, FrameKind.VALID);
    }

    assertThat(beats).containsExactly(seconds(30, 30, 30));
  }

  @Test
  void anHourAsleepCausesOneSignOfLifeAndNoStorm() {
    LinkWorld world = connected(RealtimeOptions.defaults());
    world.step(() -> world.passes(Duration.ofHours(1)));

    assertThat(world.done()).containsExactly("beat");
    assertThat(world.machine.nextTick() - world.now).isEqualTo(Duration.ofSeconds(30).toNanos());
  }

  @Test
  void framesThatNoSocketTookGoOutFirstAndInTheirOrder() {
    LinkWorld world = new LinkWorld(RealtimeOptions.defaults());
    IntStream.range(0, 4).forEach(each -> world.step(world::send));
    world.step(world::connect);
    world.step(world::dies);
    open(world);
    assertThat(world.machine.queued()).isEqualTo(4);
    world.step(world::send);
    delayAfter(world, CUT);
    open(world);

    assertThat(world.done())
        .containsExactly(
            "CONNECTED", "greet", "write", "write", "write", "write", "write", "connected");
  }
}
