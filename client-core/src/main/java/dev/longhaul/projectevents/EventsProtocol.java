package dev.longhaul.projectevents;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.generated.projectevents.model.ClientMessageType;
import dev.longhaul.generated.projectevents.model.SubscribeFrame;
import dev.longhaul.generated.projectevents.model.UnsubscribeFrame;
import dev.longhaul.internal.json.Json;
import dev.longhaul.internal.json.Json.MalformedJsonException;
import dev.longhaul.internal.time.Ticker;
import dev.longhaul.realtime.ConnectionStatus;
import dev.longhaul.realtime.RealtimeProtocol;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is spoken with a server of project events. */
final class EventsProtocol implements RealtimeProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectEventsClient.class);
  private static final int TAKEN_OVER = 1000;
  private static final String PING = "{\"type\":\"ping\"}";

  private final FrameDecoder decoder;
  private final KnownFrames known;
  private final boolean projectInPath;
  private final EventHub hub;
  private final TaskBook tasks;
  private final Session session;
  private final Ticker ticker;

  EventsProtocol(
      ProjectEventsOptions options, EventHub hub, TaskBook tasks, Session session, Ticker ticker) {
    decoder = new FrameDecoder(options.isBelieving());
    known = new KnownFrames(options.dedupWindow().toNanos());
    projectInPath = options.projectInPath().isPresent();
    this.hub = hub;
    this.tasks = tasks;
    this.session = session;
    this.ticker = ticker;
  }

  @Override
  public FrameKind frame(String text) {
    FramedEvent<?> event;
    try {
      event = decoder.decode(text);
    } catch (MalformedJsonException malformed) {
      LOG.debug("A frame makes no sense: {}.", malformed.getMessage());
      return FrameKind.MALFORMED;
    }
    OffsetDateTime sent = event.sent();
    if (sent != null && !known.isNew(text, sent, ticker.nanos())) {
      return FrameKind.VALID;
    }
    if (event instanceof ProjectEvent.TaskChanged task) {
      tasks.heard(task.update());
    } else if (event instanceof ProjectEvent.SubscriptionConfirmed) {
      event.projectId().ifPresent(tasks::confirmed);
    }
    hub.publish(event);
    if (event.isOdd()) {
      return FrameKind.MALFORMED; // which is told, though no event was lost
    }
    return event instanceof ProjectEvent.RestartAnnounced ? FrameKind.RESTARTING : FrameKind.VALID;
  }

  @Override
  public void caughtUp() {
    hub.deliver();
  }

  /** A project in the path has one client: the server ends the socket of the one before. */
  @Override
  public Optional<LonghaulException> givesUpAfter(int closeCode) {
    return projectInPath && closeCode == TAKEN_OVER
        ? Optional.of(
            new RefusedException(
                "Another client has taken the place of this one, since the server lets a project"
                    + " have one. connect() takes it back.",
                CallFacts.builder(ProjectEventsClient.SERVICE, "connect").build(),
                null))
        : Optional.empty();
  }

  @Override
  public List<String> greeting() {
    return List.of(session.greeting());
  }

  @Override
  public Optional<String> subscribe(String topic) {
    return projectInPath
        ? Optional.empty()
        : Optional.of(
            Json.write(new SubscribeFrame().type(ClientMessageType.SUBSCRIBE).projectId(topic)));
  }

  @Override
  public Optional<String> unsubscribe(String topic) {
    return projectInPath
        ? Optional.empty()
        : Optional.of(
            Json.write(
                new UnsubscribeFrame().type(ClientMessageType.UNSUBSCRIBE).projectId(topic)));
  }

  @Override
  public Optional<String> heartbeat() {
    session.beat();
    return Optional.of(PING);
  }

  @Override
  public void connected() {
    session.connected();
    tasks.connected();
  }

  @Override
  public void lost(ConnectionStatus status) {
    tasks.lost();
  }
}
