package dev.longhaul.realtime;

import dev.longhaul.error.LonghaulException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A protocol that writes down what it hears. */
final class RecordedProtocol implements RealtimeProtocol {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  volatile Consumer<String> onFrame = text -> {};
  volatile Optional<LonghaulException> flaw = Optional.empty();
  volatile int inFlight;
  final AtomicInteger caughtUp = new AtomicInteger();

  static String json(String type) {
    return "{\"type\":\"" + type + "\"}";
  }

  @Override
  public FrameKind frame(String text) {
    heard.add("frame " + (text.length() > 60 ? text.length() : text));
    onFrame.accept(text);
    if (text.contains("restart")) {
      return FrameKind.RESTARTING;
    }
    return text.startsWith("{\"type\":\"") ? FrameKind.VALID : FrameKind.MALFORMED;
  }

  @Override
  public void caughtUp() {
    caughtUp.incrementAndGet();
  }

  @Override
  public Optional<LonghaulException> flawOf(String authorization) {
    return flaw;
  }

  @Override
  public List<String> greeting() {
    return List.of(json("hello"));
  }

  @Override
  public Optional<String> subscribe(String topic) {
    return Optional.of(json("on " + topic));
  }

  @Override
  public Optional<String> unsubscribe(String topic) {
    return Optional.of(json("off " + topic));
  }

  @Override
  public Optional<String> heartbeat() {
    return Optional.of(json("beat"));
  }

  @Override
  public int inFlight() {
    return inFlight;
  }

  @Override
  public void connected() {
    heard.add("connected");
  }

  @Override
  public void lost(ConnectionStatus status) {
    heard.add("lost " + status.reason());
  }

  /** Returns what it heard next. */
  String next() throws InterruptedException {
    String next = heard.poll(5, TimeUnit.SECONDS);
    return next == null ? "nothing within 5 s" : next;
  }

  /** Returns what it heard and {@link #next} has not returned. */
  List<String> rest() {
    return List.copyOf(heard);
  }
}
