package dev.longhaul.integration.docs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.error.OutcomeUnknownException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.functionrunner.FunctionRunnerOptions.EventDialect;
import dev.longhaul.generated.streamer.model.GenerateReportPayload;
import dev.longhaul.generated.streamer.model.GenerateReportResult;
import dev.longhaul.generated.streamer.model.ReportFormat;
import dev.longhaul.generated.streamer.model.ReportType;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.Registration;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.projectevents.FileSessionStore;
import dev.longhaul.projectevents.ProjectEvent;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.projectevents.ProjectEventsOptions;
import dev.longhaul.projectevents.TaskUpdate;
import dev.longhaul.realtime.ConnectionStatus;
import dev.longhaul.realtime.RealtimeConnection;
import dev.longhaul.realtime.RealtimeProtocol;
import dev.longhaul.rx.RxRealtime;
import dev.longhaul.streamer.StreamerAction;
import dev.longhaul.streamer.StreamerClient;
import dev.longhaul.streamer.StreamerRequest;
import io.reactivex.rxjava3.core.Flowable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The examples of docs/realtime.md, docs/project-events.md and docs/streamer.md: what lies in a
 * region stands there word for word.
 */
final class RealtimeSnippets {
  private RealtimeSnippets() {}

  // region: realtime-protocol
  static final class Ticks implements RealtimeProtocol {
    @Override
    public FrameKind frame(String text) {
      return text.startsWith("tick ") ? FrameKind.VALID : FrameKind.MALFORMED;
    }

    @Override
    public Optional<String> subscribe(String topic) {
      return Optional.of("want " + topic);
    }
  }

  // endregion

  static Registration status(RealtimeConnection connection, Consumer<String> line) {
    // region: realtime-status
    Registration listening =
        connection.listen(
            status -> {
              line.accept("connection: " + status.state() + " (" + status.reason() + ")");
              status.nextAttempt().ifPresent(at -> line.accept("next try at " + at));
            });
    // endregion
    return listening;
  }

  static Flowable<ConnectionStatus> statuses(RealtimeConnection connection) {
    // region: realtime-reactive
    Flowable<ConnectionStatus> statuses = RxRealtime.statuses(connection);
    // endregion
    return statuses;
  }

  static FunctionRunnerClient pushed(ClientOptions options, String url) {
    // region: runner-events
    FunctionRunnerOptions runner =
        FunctionRunnerOptions.builder().events(url, EventDialect.CHANNEL).build();
    FunctionRunnerClient client = FunctionRunnerClient.open(options, runner);
    // endregion
    return client;
  }

  static ProjectEventsClient events(String url) {
    // region: events-open
    ProjectEventsClient events =
        ProjectEventsClient.open(ClientOptions.builder(url).build()); // ws://localhost:8000/ws
    events.connect();
    // endregion
    return events;
  }

  static Registration listen(ProjectEventsClient events, Consumer<String> log) {
    // region: events-listen
    events.on(
        ProjectEvent.GitChanged.class, git -> log.accept(git.type() + " " + git.frame().getRef()));
    Registration project =
        events.on(
            "project-7",
            event -> {
              if (event instanceof ProjectEvent.Missed missed) {
                log.accept("too slow: " + missed.events() + " events went by");
              } else {
                log.accept(event.type());
              }
            });
    // endregion
    return project;
  }

  static TaskUpdate task(ProjectEventsClient events) throws Exception {
    // region: events-task
    CompletableFuture<TaskUpdate> ended = events.taskEnded("project-7", "render-12");
    TaskUpdate ending = ended.get();
    // endregion
    return ending;
  }

  static Flowable<Double> progress(ProjectEventsClient events) {
    // region: events-reactive
    Flowable<Double> percent =
        RxRealtime.task(events, "project-7", "render-12")
            .filter(update -> update.percent().isPresent())
            .map(update -> update.percent().getAsDouble());
    // endregion
    return percent;
  }

  static ProjectEventsOptions session(Path folder) {
    // region: events-session
    ProjectEventsOptions options =
        ProjectEventsOptions.builder().sessionStore(FileSessionStore.in(folder)).build();
    // endregion
    return options;
  }

  static StreamerClient streamer(String url, Supplier<CompletionStage<String>> tokens) {
    // region: streamer-open
    StreamerClient streamer =
        StreamerClient.open(
            ClientOptions.builder(url) // wss://gateway.example.com/production
                .credentials(Credentials.refreshing(tokens))
                .build());
    // endregion
    return streamer;
  }

  static GenerateReportResult report(StreamerClient streamer) throws InterruptedException {
    // region: streamer-report
    JobHandle<GenerateReportResult> report =
        streamer.generateReport(
            new GenerateReportPayload()
                .startDate(LocalDate.of(2026, 1, 1))
                .endDate(LocalDate.of(2026, 1, 31))
                .format(ReportFormat.PDF)
                .reportType(ReportType.MONTHLY));
    report.listen(event -> System.err.println(event.snapshot().percent()));
    GenerateReportResult result = report.await(Duration.ofMinutes(10)).resultOrThrow();
    // endregion
    return result;
  }

  static JobHandle<JsonElement> own(StreamerClient streamer, JsonObject scene)
      throws InterruptedException {
    // region: streamer-own
    StreamerAction<JsonElement> render =
        StreamerAction.of("render.scene").estimate(Duration.ofMinutes(3)).repeatable();
    JobHandle<JsonElement> job =
        streamer.request(
            StreamerRequest.builder(render)
                .payload(scene)
                .metadata("trace_id", "4bf92f35")
                .build());
    // endregion
    return job;
  }

  static void doubt(JobHandle<?> job, Consumer<String> lookFor) throws InterruptedException {
    // region: streamer-doubt
    try {
      job.await(Duration.ofMinutes(10));
    } catch (OutcomeUnknownException | SubmissionUncertainException lost) {
      lookFor.accept("the effects of " + job.key() + " at the service");
    }
    // endregion
  }
}
