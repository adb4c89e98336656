package dev.longhaul.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.internal.http.AnswerJudge;
import dev.longhaul.realtime.LinkEnd.Remedy;
import dev.longhaul.realtime.RealtimeProtocol.FrameKind;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** In whatever order things happen, a connection stays one that can be relied on. */
class ConnectionOrdersTest {
  /** Things that happen, by name. */
  private static final Map<String, Consumer<LinkWorld>> EVENTS = new LinkedHashMap<>();

  static {
    EVENTS.put("connect", LinkWorld::connect);
    EVENTS.put("disconnect", world -> world.machine.disconnect(world.now));
    EVENTS.put("reconnect", LinkWorld::reconnect);
    EVENTS.put("close", LinkWorld::close);
    EVENTS.put("opened", world -> world.machine.opened(world.machine.link(), world.now));
    EVENTS.put("frame", world -> world.frame(FrameKind.VALID));
    EVENTS.put("bad frame", world -> world.frame(FrameKind.MALFORMED));
    EVENTS.put("restart frame", world -> world.frame(FrameKind.RESTARTING));
    for (int code : new int[] {1000, 1001, 1008, 1012, 4401}) {
      LinkEnd end = LinkWorld.ENDS.closed(code);
      EVENTS.put("server closes " + code, world -> world.closing(end));
    }
    LinkEnd gone = LinkWorld.ENDS.closed(1000);
    EVENTS.put("gone", world -> world.ends(gone));
    LinkEnd failure = LinkWorld.ENDS.failed(new IOException("cut"), null, true);
    EVENTS.put("failure", world -> world.ends(failure));
    LinkEnd stale = refusal(401);
    EVENTS.put("refusal 401", world -> world.ends(stale));
    LinkEnd final401 = stale.with(Remedy.GIVE_UP);
    EVENTS.put("final refusal 401", world -> world.ends(final401));
    LinkEnd missing = refusal(404);
    EVENTS.put("refusal 404", world -> world.ends(missing));
    LinkEnd later = refusal(503);
    EVENTS.put("refusal 503", world -> world.ends(later));
    EVENTS.put("next timer", LinkWorld::nextTimer);
    EVENTS.put("a second", world -> world.passes(Duration.ofSeconds(1)));
    EVENTS.put("send", LinkWorld::send);
    EVENTS.put("socket dies", LinkWorld::dies);
    EVENTS.put("subscribe", world -> world.subscribe("a"));
    EVENTS.put("subscribe to another", world -> world.subscribe("b"));
    EVENTS.put("unsubscribe", world -> world.unsubscribe("a"));
    EVENTS.put("request", world -> world.inFlight = 1);
    EVENTS.put("settled", ConnectionOrdersTest::settled);
  }

  private static void settled(LinkWorld world) {
    world.inFlight = 0;
    world.machine.settled();
  }

  private static LinkEnd refusal(int status) {
    Response answer =
        new Response.Builder()
            .request(new Request.Builder().url("http://server").build())
            .protocol(Protocol.HTTP_1_1)
            .code(status)
            .message("")
            .header("Retry-After", "7")
            .build();
    LinkEnds ends =
        new LinkEnds("test", "server:1", new AnswerJudge(1_000, InstantSource.system()));
    return ends.failed(new ProtocolException(), answer, false);
  }

  /** What comes late, from a socket that is no more. */
  private static final List<Consumer<LinkWorld>> LATE =
      List.of(
          world -> world.machine.opened(world.machine.link() - 1, world.now),
          world -> world.machine.frame(world.machine.link() - 1, world.now, FrameKind.VALID),
          world -> world.machine.frame(world.machine.link() - 1, world.now, FrameKind.RESTARTING),
          world ->
              world.machine.closing(
                  world.machine.link() - 1, world.now, LinkWorld.ENDS.closed(1000)),
          world ->
              world.machine.ended(world.machine.link() - 1, world.now, LinkWorld.ENDS.closed(1008)),
          world -> world.machine.gone(world.machine.link() - 1, world.now));

  private static final Map<String, List<String>> STARTS =
      Map.of(
          "the beginning", List.of(),
          "an open socket", List.of("connect", "opened"),
          "a full queue and a subscription",
              List.of("send", "subscribe", "send", "connect", "opened", "socket dies", "send"),
          "restarts",
              List.of(
                  "connect",
                  "opened",
                  "server closes 1012",
                  "gone",
                  "next timer",
                  "opened",
                  "restart frame",
                  "gone",
                  "next timer",
                  "opened"),
          "failures", List.of("connect", "failure", "next timer", "failure", "next timer"),
          "a renewal that waits",
              List.of("connect", "opened", "request", "next timer", "next timer", "next timer"));

  private static final RealtimeOptions PLAIN =
      RealtimeOptions.builder().queue(2, Duration.ofSeconds(50)).build();

  private static final Map<String, RealtimeOptions> KINDS =
      Map.of(
          "silence and life limits",
          PLAIN.toBuilder()
              .silenceLimit(Duration.ofSeconds(60))
              .lifeLimit(Duration.ofSeconds(100), Duration.ofSeconds(20))
              .build(),
          "few attempts and handshakes, one frame",
          PLAIN.toBuilder()
              .maxAttempts(3)
              .handshakesPerMinute(4)
              .queue(1, Duration.ofSeconds(50))
              .build());

  /** Plays every order of four things from several situations; of five with {@code -Dlong=true}. */
  @Test
  void holdsInEveryOrder() {
    int depth = Boolean.getBoolean("long") ? 5 : 4;
    long before = LinkWorld.checks;
    long orders = 0;
    long states = 0;
    for (RealtimeOptions options : KINDS.values()) {
      for (List<String> start : STARTS.values()) {
        Exploration all = new Exploration(options, start, depth);
        orders += all.orders;
        states += all.states;
      }
    }
    long checks = LinkWorld.checks - before;

    System.out.printf("%,d orders, %,d states, %,d invariant checks%n", orders, states, checks);
    // Floors, lest the exploration ends unnoticed.
    assertThat(orders).isGreaterThanOrEqualTo(7_000_000);
    assertThat(states).isGreaterThanOrEqualTo(60_000);
    assertThat(checks).isGreaterThanOrEqualTo(30_000_000);
  }

  /** All orders, one step longer at a time; situations that are alike are gone on from once. */
  private static final class Exploration {
    private final RealtimeOptions options;
    private final List<String> start;
    private final List<String> names = new ArrayList<>(EVENTS.keySet());
    private final List<Consumer<LinkWorld>> events = new ArrayList<>(EVENTS.values());
    long orders;
    long states;

    /** One way into each situation. */
    private final Map<Long, byte[]> ways = new HashMap<>();

    /** The situations that follow on each. */
    private final Map<Long, long[]> following = new HashMap<>();

    Exploration(RealtimeOptions options, List<String> start, int depth) {
      this.options = options;
      this.start = start;
      Map<Long, Long> layer = Map.of(0L, 1L);
      ways.put(0L, new byte[0]);
      for (int step = 1; step <= depth; step++) {
        Map<Long, Long> next = new HashMap<>();
        layer.forEach(
            (from, count) -> {
              for (long to : following.computeIfAbsent(from, this::follow)) {
                next.merge(to, count, Long::sum);
              }
            });
        orders += next.values().stream().mapToLong(Long::longValue).sum();
        layer = next;
      }
      states = ways.size();
    }

    private long[] follow(long from) {
      byte[] before = Objects.requireNonNull(ways.get(from));
      byte[] way = Arrays.copyOf(before, before.length + 1);
      long[] all = new long[events.size()];
      for (byte event = 0; event < all.length; event++) {
        way[before.length] = event;
        all[event] = play(way);
      }
      return all;
    }

    private long play(byte[] way) {
      LinkWorld world = new LinkWorld(options);
      try {
        start.forEach(name -> world.step(() -> events.get(names.indexOf(name)).accept(world)));
        for (int i = 0; i < way.length - 1; i++) {
          Consumer<LinkWorld> event = events.get(way[i]);
          world.replay(() -> event.accept(world));
        }
        world.step(() -> events.get(way[way.length - 1]).accept(world));
        long print = world.fingerprint();
        if (ways.putIfAbsent(print, way.clone()) == null) {
          comeLate(world, print);
        }
        return print;
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError(story(way), broken);
      }
    }

    /** Guards against a socket that speaks after its end. */
    private void comeLate(LinkWorld world, long print) {
      for (Consumer<LinkWorld> late : LATE) {
        if (world.hasOlder()) {
          world.step(() -> late.accept(world));
          assertThat(world.done()).isEmpty();
        }
      }
      assertThat(world.fingerprint()).isEqualTo(print);
    }

    private String story(byte[] way) {
      List<String> story = new ArrayList<>(start);
      for (byte each : way) {
        story.add(names.get(each));
      }
      return String.join(", ", story);
    }
  }
}
