package dev.longhaul.job;

import static dev.longhaul.job.EveryOrder.holds;

import dev.longhaul.job.EveryOrder.Step;
import dev.longhaul.job.InterleavingPlan.Extra;
import dev.longhaul.job.JobService.Cancelling;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service with one job, where a request and its answer travel apart: what the service says is
 * fixed when the request arrives and may be old when the answer does. Every leg of the way is a
 * step of its own.
 */
final class SteppedService {
  /** A job that only waits, so that there is more than one to list. */
  static final String OTHER = "job-2";

  /** Where the job really stands. */
  enum Truth {
    WAITING,
    RUNNING,
    PROGRESSED,
    ENDED,
    /** The service does not know it. */
    GONE
  }

  final InterleavingPlan plan;
  Truth truth = Truth.WAITING;

  /** What the job was when it was listed last, which is all that a list knows that is late. */
  private Truth before = Truth.WAITING;

  /** Whether the service stopped or removed the job since we asked for it. */
  boolean tookCancel;

  /** Whether a request, an answer or frames were lost. */
  boolean lostSomething;

  boolean forgot;

  /** How often a job that exists was told to be unknown. */
  int strangeAnswers;

  /** How the job ended, once it has. */
  @Nullable JobOutcome<String> ending;

  /** The first ending of which the engine was told, by whatever way. */
  @Nullable JobOutcome<String> told;

  private final List<SteppedCall<?>> underWay = new ArrayList<>();
  private int calls;
  private boolean disconnected;
  private @Nullable PushSink<String> sink;
  private final List<JobReading<String>> frames = new ArrayList<>();

  SteppedService(InterleavingPlan plan) {
    this.plan = plan;
  }

  JobService<String, String> declared() {
    JobService.Builder<String, String> builder =
        JobService.<String, String>builder("stepped", (id, key) -> accepted(id))
            .read(
                id ->
                    id.equals(ByHandService.ID)
                        ? send("read", this::seen, this::tell)
                        : accepted(id))
            .cancel(id -> send("cancel", this::asked, taken -> {}), plan.cancelling());
    if (plan.has(Extra.LISTS)) {
      builder.list(
          cursor ->
              send("list", this::listed, page -> page.jobs().forEach(row -> tell(row.reading()))));
    }
    if (plan.has(Extra.PUSHES)) {
      builder.push(new Source());
    }
    return builder.build();
  }

  private static CompletableFuture<JobReading<String>> accepted(String id) {
    return CompletableFuture.completedFuture(waiting(id));
  }

  private static JobReading<String> waiting(String id) {
    return JobReading.<String>builder(id, "queued").waiting();
  }

  private <T> CompletableFuture<T> send(String name, Supplier<T> service, Consumer<T> telling) {
    SteppedCall<T> call = new SteppedCall<>(name + " " + ++calls, service, telling);
    underWay.add(call);
    return call.answer;
  }

  /** Returns the steps of requests, answers, frames and of the job itself. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    if (truth.ordinal() < Truth.ENDED.ordinal()) {
      steps.add(new Step("the job goes on from " + truth, this::moveOn));
    }
    for (SteppedCall<?> call : live()) {
      steps.add(call.next());
      if (plan.has(Extra.LOSS) && !lostSomething) {
        steps.add(new Step(call.name + " is lost", () -> lose(call)));
      }
      if (plan.has(Extra.ONE_404) && strangeAnswers == 0 && call.isFreshRead()) {
        steps.add(new Step(call.name + " is told 404 for once", () -> deny(call)));
      }
    }
    if (plan.has(Extra.FORGETS) && !forgot) {
      steps.add(new Step("the service forgets the job", this::forget));
    }
    pushSteps(steps);
    return steps;
  }

  private void lose(SteppedCall<?> call) {
    lostSomething = true;
    call.lose();
  }

  private void deny(SteppedCall<?> call) {
    strangeAnswers++;
    call.deny();
  }

  private void pushSteps(List<Step> steps) {
    PushSink<String> hearer = sink;
    if (hearer == null) {
      return;
    }
    for (JobReading<String> frame : List.copyOf(frames)) {
      steps.add(
          new Step(
              "the frame of " + frame.rawState() + " " + frame.percent + " arrives",
              () -> {
                frames.remove(frame);
                tell(frame);
                hearer.frame(frame);
              }));
    }
    if (plan.has(Extra.LOSS) && !frames.isEmpty() && !lostSomething) {
      steps.add(new Step("the connection is lost, with its frames", () -> disconnect(hearer)));
    }
    if (disconnected) {
      steps.add(new Step("the connection is back", () -> connect(hearer)));
    }
  }

  private void disconnect(PushSink<String> hearer) {
    lostSomething = true;
    disconnected = true;
    frames.clear();
    hearer.lost();
  }

  /** What was missed in between must be read, whatever a frame says later. */
  private void connect(PushSink<String> hearer) {
    disconnected = false;
    hearer.connected();
    holds(told != null || !live().isEmpty(), "a job is read once frames arrive again");
  }

  /** Returns the calls that still wait; one that the engine gave up has no more steps. */
  List<SteppedCall<?>> live() {
    underWay.removeIf(call -> call.answer.isDone());
    return List.copyOf(underWay);
  }

  void moveOn() {
    switch (truth) {
      case WAITING -> become(Truth.RUNNING);
      case RUNNING -> become(plan.has(Extra.PROGRESS) ? Truth.PROGRESSED : Truth.ENDED);
      default -> become(Truth.ENDED);
    }
  }

  private void become(Truth next) {
    truth = next;
    if (next == Truth.ENDED && ending == null) {
      ending = plan.ending().outcome;
    }
    if (plan.has(Extra.PUSHES) && next != Truth.GONE && !disconnected) {
      frames.add(reading());
    }
  }

  private void forget() {
    forgot = true;
    truth = Truth.GONE;
    frames.clear();
  }

  private JobReading<String> reading() {
    return reading(truth);
  }

  private JobReading<String> reading(Truth moment) {
    return switch (moment) {
      case WAITING -> ByHandService.waiting();
      case RUNNING -> ByHandService.running(10);
      case PROGRESSED -> ByHandService.running(60);
      default -> tookCancel ? ByHandService.cancelled() : plan.ending();
    };
  }

  private JobReading<String> seen() {
    if (truth == Truth.GONE) {
      throw ByHandService.notFound();
    }
    return reading();
  }

  private void tell(JobReading<String> reading) {
    told = told == null ? reading.outcome : told;
  }

  private ListedJobs<String> listed() {
    List<ListedJob<String>> rows = new ArrayList<>();
    rows.add(new ListedJob<>(waiting(OTHER), JobMark.none(), null));
    if (truth != Truth.GONE && !plan.has(Extra.HIDDEN_IN_LISTS)) {
      JobReading<String> row = reading(plan.has(Extra.LATE_LISTS) ? before : truth);
      rows.add(new ListedJob<>(row, JobMark.none(), null));
      before = truth;
    }
    return new ListedJobs<>(rows, null, null);
  }

  /** Stops the job, or says why not. */
  private Boolean asked() {
    boolean removes = plan.cancelling() != Cancelling.ANY_TIME;
    boolean onlyWaiting = plan.cancelling() == Cancelling.WHILE_WAITING;
    if (truth == Truth.GONE) {
      throw ByHandService.notFound();
    }
    boolean ended = truth == Truth.ENDED;
    if ((onlyWaiting && truth != Truth.WAITING) || (ended && !removes)) {
      throw ByHandService.refused(409);
    }
    tookCancel = true;
    ending = ended ? ending : ByHandService.cancelled().outcome;
    become(removes ? Truth.GONE : Truth.ENDED);
    return true;
  }

  /** Where frames come from: connected at once, and again for each watch of it. */
  private final class Source implements PushSource<String> {
    @Override
    public Registration open(PushSink<String> hearer) {
      sink = hearer;
      hearer.connected();
      return () -> sink = null;
    }

    @Override
    public void watch(String id) {
      // Every frame is sent to everyone.
    }

    @Override
    public void unwatch(String id) {
      // As above.
    }
  }
}
