package dev.longhaul.rx;

import dev.longhaul.projectevents.ProjectEvent;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.projectevents.ProjectEventsOptions;
import dev.longhaul.projectevents.TaskUpdate;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.ConnectionStatus;
import dev.longhaul.realtime.RealtimeConnection;
import io.reactivex.rxjava3.core.Flowable;
import org.reactivestreams.FlowAdapters;

/**
 * Gives what comes over WebSockets as RxJava streams. Every stream is cold, and any number of
 * subscribers may share a connection.
 *
 * <p><i>Scheduler:</i> by default no stream operates on a particular scheduler. Signals come on the
 * callback executor of the connection's client.
 */
public final class RxRealtime {
  private RxRealtime() {}

  /**
   * Returns the statuses of a connection: first the one that holds, then every change. Completes
   * when the connection is closed; {@link ConnectionState#ERROR} is a status, not an error.
   *
   * <p><i>Backpressure:</i> the oldest of more than 64 that wait for demand are dropped.
   *
   * <p><i>Scheduler:</i> none by default; signals come on the callback executor of the client.
   *
   * <p><i>Cancellation:</i> disposing leaves the connection as it is.
   *
   * @param connection stays as it is
   */
  public static Flowable<ConnectionStatus> statuses(RealtimeConnection connection) {
    return Flowable.fromPublisher(FlowAdapters.toPublisher(connection.statuses()));
  }

  /**
   * Returns every event of all projects that is heard from the subscription on. Ends with the error
   * of a closed client when the client is closed.
   *
   * <p><i>Backpressure:</i> while events wait for demand, progress gives way to newer progress of
   * the same task, and beyond {@link ProjectEventsOptions#waitingLimit()} the oldest are dropped,
   * which {@link ProjectEvent.Missed} tells.
   *
   * <p><i>Scheduler:</i> none by default; signals come on the callback executor of the client.
   *
   * <p><i>Cancellation:</i> disposing leaves client and subscriptions as they are.
   *
   * @param client stays as it is
   */
  public static Flowable<ProjectEvent> events(ProjectEventsClient client) {
    return Flowable.fromPublisher(FlowAdapters.toPublisher(client.events()));
  }

  /**
   * Returns the events of one project, to which each subscriber subscribes; otherwise as {@link
   * #events(ProjectEventsClient)}.
   *
   * <p><i>Cancellation:</i> disposing ends that subscription to the project.
   *
   * @param client stays as it is
   * @param projectId id of the project
   */
  public static Flowable<ProjectEvent> events(ProjectEventsClient client, String projectId) {
    return Flowable.fromPublisher(FlowAdapters.toPublisher(client.events(projectId)));
  }

  /**
   * Returns what becomes of a task; completes with its end. See {@link ProjectEventsClient#task}.
   *
   * <p><i>Backpressure:</i> progress that waits for demand gives way to newer progress; the end is
   * never dropped.
   *
   * <p><i>Scheduler:</i> none by default; signals come on the callback executor of the client.
   *
   * <p><i>Cancellation:</i> disposing ends the subscription to the project.
   *
   * @param client stays as it is
   * @param projectId id of the project
   * @param taskId id of the task
   */
  public static Flowable<TaskUpdate> task(
      ProjectEventsClient client, String projectId, String taskId) {
    return Flowable.fromPublisher(FlowAdapters.toPublisher(client.task(projectId, taskId)));
  }
}
