package dev.longhaul.projectevents;

import dev.longhaul.generated.projectevents.model.TaskState;
import dev.longhaul.internal.flow.Mailbox;
import dev.longhaul.job.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of every task, and who watches which. A task is read over HTTP once its project is
 * subscribed to on the socket that is open, so that nothing falls between the two.
 *
 * <p><i>Concurrency:</i> the monitor guards the fields; nobody is called under it.
 */
final class TaskBook implements Mailbox.Rules<TaskUpdate> {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectEventsClient.class);
  private static final int MOST_KNOWN = 4_096;
  private static final int MOST_CHARACTERS = 8 << 20;

  /** By then a server that confirms nothing has seen the subscription. */
  private static final Duration UNCONFIRMED = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Mailbox.Home home;
  private final Function<String, Registration> subscribing;
  private final @Nullable TaskReader reader;
  private final boolean confirmedByPath;
  private final Supplier<? extends Throwable> closedError;
  private final TaskUpdate closed = new TaskUpdate.Draft("", TaskState.PENDING).done();
  private final Map<String, Line> lines = new HashMap<>();
  private final Set<String> confirmed = new HashSet<>();

  /** In the order in which they were heard of, the latest last. */
  private final Map<String, TaskUpdate> known = new LinkedHashMap<>(16, 0.75f, true);

  private long characters;
  private boolean live;

  TaskBook(
      Mailbox.Home home,
      Function<String, Registration> subscribing,
      @Nullable TaskReader reader,
      boolean confirmedByPath,
      Supplier<? extends Throwable> closedError) {
    this.home = home;
    this.subscribing = subscribing;
    this.reader = reader;
    this.confirmedByPath = confirmedByPath;
    this.closedError = closedError;
  }

  /** A task that somebody watches. */
  private static final class Line {
    private final String projectId;
    private final String taskId;
    private final List<Mailbox<TaskUpdate>> watchers = new ArrayList<>();
    private @Nullable TaskUpdate newest;
    private @Nullable Registration topic;

    /** How many reasons there were to read it, and how many when it was read last. */
    private int reasons = 1;

    private int reasonsRead;

    /** How long the timers wait that run for it; one of each kind is enough. */
    private final Set<Duration> timers = new HashSet<>();

    private boolean over;

    Line(String projectId, String taskId, @Nullable TaskUpdate newest) {
      this.projectId = projectId;
      this.taskId = taskId;
      this.newest = newest;
    }
  }

  void watch(String projectId, String taskId, Flow.Subscriber<? super TaskUpdate> subscriber) {
    Mailbox<TaskUpdate> mailbox = new Mailbox<>(subscriber, this, home, gone -> left(taskId, gone));
    Line begun = null;
    synchronized (this) {
      Line line = lines.get(taskId);
      TaskUpdate before = line == null ? known.get(taskId) : line.newest;
      if (before != null) {
        mailbox.offer(before);
      }
      if (home.closed().getAsBoolean()) {
        mailbox.offer(closed);
      } else if (before == null || !before.isTerminal()) {
        if (line == null) {
          begun = new Line(projectId, taskId, before);
          lines.put(taskId, begun);
          line = begun;
        }
        line.watchers.add(mailbox);
      }
    }
    mailbox.deliver();
    if (begun != null) {
      begin(begun);
    }
  }

  private void begin(Line line) {
    Registration topic = subscribing.apply(line.projectId);
    boolean over;
    synchronized (this) {
      line.topic = topic;
      over = line.over;
    }
    if (over) {
      topic.close();
    } else {
      readWhenSubscribed(line);
    }
  }

  private void left(String taskId, Mailbox<TaskUpdate> gone) {
    Line line;
    synchronized (this) {
      line = lines.get(taskId);
      if (line == null || !line.watchers.remove(gone) || !line.watchers.isEmpty()) {
        return;
      }
      end(line);
    }
    close(line);
  }

  private void end(Line line) {
    line.over = true;
    lines.remove(line.taskId, line);
  }

  private void close(Line line) {
    Registration topic;
    synchronized (this) {
      topic = line.topic;
    }
    if (topic != null) {
      topic.close();
    }
  }

  /** Takes in what a frame or an answer tells. */
  void heard(TaskUpdate update) {
    List<Mailbox<TaskUpdate>> watchers;
    Line line;
    synchronized (this) {
      line = lines.get(update.taskId());
      TaskUpdate before = line == null ? known.get(update.taskId()) : line.newest;
      TaskUpdate after = update.after(before);
      keep(after);
      if (line == null || after == before) {
        return;
      }
      line.newest = after;
      watchers = List.copyOf(line.watchers);
      watchers.forEach(watcher -> watcher.offer(after));
      if (after.isTerminal()) {
        end(line);
      } else if (after.isUnprovenEnding()) {
        line.reasons++;
      }
    }
    watchers.forEach(Mailbox::deliver);
    if (line.over) {
      close(line);
    } else if (update.isUnprovenEnding()) {
      read(line);
    }
  }

  private void keep(TaskUpdate update) {
    TaskUpdate before = known.put(update.taskId(), update);
    if (before != update) {
      characters += update.characters() - (before == null ? 0 : before.characters());
    }
    Iterator<TaskUpdate> eldest = known.values().iterator();
    while (known.size() > MOST_KNOWN || (characters > MOST_CHARACTERS && known.size() > 1)) {
      characters -= eldest.next().characters();
      eldest.remove();
    }
  }

  /** A socket is open and subscribed. */
  void connected() {
    List<Line> all;
    synchronized (this) {
      live = true;
      confirmed.clear();
      all = List.copyOf(lines.values());
      all.forEach(line -> line.reasons++);
    }
    all.forEach(this::readWhenSubscribed);
  }

  synchronized void lost() {
    live = false;
  }

  /** Hears which projects are subscribed to now: one that comes again is confirmed again. */
  synchronized void subscribed(List<String> projects) {
    confirmed.retainAll(projects);
  }

  /**
   * The server has confirmed that a project is subscribed to. What was read before may be older
   * than that; if it confirms over and over, once a second is enough.
   */
  void confirmed(String projectId) {
    List<Line> its = new ArrayList<>();
    boolean first;
    synchronized (this) {
      first = confirmed.add(projectId);
      lines.values().stream().filter(line -> line.projectId.equals(projectId)).forEach(its::add);
      its.forEach(line -> line.reasons++);
    }
    its.forEach(line -> read(line, first));
  }

  private void readWhenSubscribed(Line line) {
    boolean now;
    synchronized (this) {
      now = confirmedByPath || confirmed.contains(line.projectId);
    }
    read(line, now);
  }

  private void read(Line line, boolean now) {
    synchronized (this) {
      if (!live || reader == null) {
        return;
      }
    }
    if (now) {
      read(line);
    } else {
      readIn(UNCONFIRMED, line, 0);
    }
  }

  /** Reads a task later, when there are so many more reasons to. */
  private void readIn(Duration delay, Line line, int more) {
    synchronized (this) {
      if (!line.timers.add(delay)) {
        return;
      }
    }
    home.timer()
        .accept(
            () -> {
              synchronized (this) {
                line.timers.remove(delay);
                line.reasons += more;
              }
              read(line);
            },
            delay);
  }

  /** Reads a task, unless there was no reason to since it was last read. */
  private void read(Line line) {
    TaskReader asked = reader;
    synchronized (this) {
      if (asked == null || line.over || !live || line.reasonsRead == line.reasons) {
        return;
      }
      line.reasonsRead = line.reasons;
    }
    if (asked.reads(line.taskId)) {
      asked.read(line.taskId).whenComplete((update, error) -> wasRead(line, asked, update));
    }
  }

  /** What is not to be had now may be in a while; that it failed was told as any call's failure. */
  private void wasRead(Line line, TaskReader asked, @Nullable TaskUpdate update) {
    if (update != null) {
      heard(update);
      return;
    }
    if (asked.reads(line.taskId) && !home.closed().getAsBoolean()) {
      LOG.debug("The state of a task could not be read; it is tried again in {}.", AGAIN);
      readIn(AGAIN, line, 1);
    }
  }

  void close() {
    List<Mailbox<TaskUpdate>> all = new ArrayList<>();
    synchronized (this) {
      lines.values().forEach(line -> all.addAll(line.watchers));
      all.forEach(watcher -> watcher.offer(closed));
    }
    all.forEach(Mailbox::deliver);
  }

  /** Only the ending is kept in any case; of each state that passed, the newest. */
  @Override
  public @Nullable Object subject(TaskUpdate update) {
    if (update.isTerminal()) {
      return null;
    }
    return update.state().isKnown() ? update.state() : "another";
  }

  @Override
  public boolean isLast(TaskUpdate update) {
    return update.isTerminal();
  }

  @Override
  public @Nullable Throwable error(TaskUpdate update) {
    return update == closed ? closedError.get() : null;
  }
}
