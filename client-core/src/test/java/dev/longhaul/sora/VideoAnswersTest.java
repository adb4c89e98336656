package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobReading;
import dev.longhaul.testkit.SoraOperation;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the dialect and however loosely it is spoken, an answer is read for what it says. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VideoAnswersTest {
  private static VideoBench bench;

  @BeforeAll
  static void open() {
    bench = VideoBench.open();
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  private Video read(String json) throws InterruptedException {
    bench.answers(SoraOperation.READ_VIDEO, json);
    return bench.client.status("video_1");
  }

  private JobReading<Video> reading(String json) throws InterruptedException {
    return VideoReadings.reading("video_1", new Dated<>(read(json), null, null));
  }

  @ParameterizedTest
  @CsvSource({
    "queued, WAITING",
    "QUEUED, WAITING",
    "in_progress, RUNNING",
    "processing, RUNNING",
    "Processing, RUNNING",
    "completed, SUCCEEDED",
    "succeeded, SUCCEEDED",
    "SUCCEEDED, SUCCEEDED",
    "failed, FAILED",
    "cancelled, CANCELLED",
    "CANCELLED, CANCELLED",
    "canceled, CANCELLED",
    "upscaling, UNKNOWN",
    "expired, UNKNOWN"
  })
  void statesOfBothDialectsAreKnownAndOthersGoOn(String state, JobPhase phase) throws Exception {
    JobReading<Video> reading = reading("{\"id\":\"video_1\",\"status\":\"" + state + "\"}");

    assertThat(reading.phase()).isEqualTo(phase);
    assertThat(reading.rawState()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "42, 42",
    "0, 0",
    "100, 100",
    "41.9, 41",
    "'\"17\"', 17",
    "-1, -1",
    "101, -1",
    "1e300, -1",
    "'\"a lot\"', -1",
    "null, -1",
    "{}, -1"
  })
  void progressCountsFrom0To100AndAnythingElseIsNotTold(String progress, double percent)
      throws Exception {
    JobReading<Video> reading =
        reading("{\"status\":\"processing\",\"progress\":" + progress + "}");

    assertThat(reading.percent())
        .isEqualTo(percent < 0 ? OptionalDouble.empty() : OptionalDouble.of(percent));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"created_at\": 1772442900', 1772442900",
    "'\"created_at\": 1772442900.7', 1772442900",
    "'\"created_at\": \"2026-03-02T09:15:00.000Z\"', 1772442900",
    "'\"createdAt\": \"2026-03-02T09:15:00.000Z\"', 1772442900",
    "'\"createdAt\": \"2026-03-02T10:15:00+01:00\"', 1772442900",
    "'\"createdAt\": \"2026-03-02T09:15:00\"', 1772442900",
    "'\"createdAt\": 1772442900', 1772442900",
    "'\"created_at\": 1772442900, \"createdAt\": \"2001-01-01T00:00:00Z\"', 1772442900"
  })
  void timesAreUnixSecondsOrIsoText(String time, long seconds) throws Exception {
    assertThat(read("{\"status\":\"queued\"," + time + "}").getCreatedAt()).isEqualTo(seconds);
  }

  @Test
  void millisecondsAreNotTakenForSeconds() {
    assertThat(VideoReadings.instant(1_772_442_900_000L))
        .isEqualTo(VideoReadings.instant(1_772_442_900L));
  }

  @Test
  void theEndOfTheFilesIsToldWithTheVideo() throws Exception {
    Video video =
        read(
            "{\"status\":\"completed\",\"completed_at\":\"2026-03-02T09:18:00Z\",\"expires_at\":5}");

    assertThat(video.getExpiresAt()).isEqualTo(5);
    assertThat(video.getCompletedAt()).isEqualTo(1_772_443_080);
  }

  @Test
  void whatDoesNotFitStaysReachableAndHidesNothing() throws Exception {
    Video video =
        read(
            """
            {"id": 17, "status": "completed", "created_at": "yesterday", "progress": "half",
             "model": {"name": "m"}, "seconds": 4, "videoUrl": "https://cdn.example.com/a.mp4",
             "extra": [1.0]}""");

    assertThat(video.getId()).isEqualTo("17");
    assertThat(video.getStatus().value()).isEqualTo("completed");
    assertThat(video.getSeconds()).isEqualTo("4");
    assertThat(video.getCreatedAt()).isNull();
    assertThat(video.unknown().get("created_at").getAsString()).isEqualTo("yesterday");
    assertThat(video.unknown().get("progress").getAsString()).isEqualTo("half");
    assertThat(video.unknown().get("model").isJsonObject()).isTrue();
    assertThat(video.unknown().get("videoUrl").getAsString()).endsWith("/a.mp4");
    assertThat(video.unknown().get("extra")).hasToString("[1.0]");
  }

  @Test
  void allButTheStateMayBeMissing() throws Exception {
    assertThat(read("{\"status\":\"queued\"}"))
        .isEqualTo(read("{\"id\":\"video_1\",\"status\":\"queued\"}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "[]", "null", "\"queued\"", "{\"id\":\"video_1\"}", "{\"status\":\"\"}"})
  void anAnswerWithoutAStateIsNone(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(UnexpectedAnswerException.class);
  }

  private JobFailure failure(String error) throws Exception {
    JobReading<Video> reading = reading("{\"status\":\"FAILED\",\"error\":" + error + "}");
    return reading.outcome().orElseThrow().fold(s -> null, JobOutcome.Failed::failure, c -> null);
  }

  @Test
  void aFailureTellsItsCodeAndWords() throws Exception {
    JobFailure blocked = failure("{\"code\":\"moderation_blocked\",\"message\":\"blocked\"}");
    assertThat(blocked.code()).isEqualTo("moderation_blocked");
    assertThat(blocked.message()).contains("blocked");
    assertThat(blocked.moderated()).isTrue();
    assertThat(failure("{\"code\":\"CONTENT_POLICY\",\"details\":{}}").moderated()).isTrue();
    assertThat(failure("{\"code\":\"server_error\"}").moderated()).isFalse();
    assertThat(failure("\"out of memory\"").message()).contains("out of memory");
    assertThat(failure("\"out of memory\"").code()).isEqualTo("FAILED");
    assertThat(failure("null").code()).isEqualTo("FAILED");
    assertThat(failure("[1]").code()).isEqualTo("FAILED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"completed", "SUCCEEDED"})
  void aVideoThatIsDoneWhenAcceptedHasEnded(String state) throws Exception {
    bench.answers(
        SoraOperation.CREATE_VIDEO,
        "{\"id\":\"v\",\"status\":\"" + state + "\",\"url\":\"https://x.example/v\"}");
    int reads = bench.fake.ledger().requests(SoraOperation.READ_VIDEO).size();
    JobHandle<Video> job = bench.client.submit(VideoBench.create());

    Video video = job.await(Duration.ofSeconds(10)).resultOrThrow();
    assertThat(video.unknown().get("url").getAsString()).isEqualTo("https://x.example/v");
    assertThat(bench.fake.ledger().requests(SoraOperation.READ_VIDEO)).hasSize(reads);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"status\":\"queued\"}", "{\"id\":\"..\",\"status\":\"queued\"}", "{}"})
  void anAcceptanceWithoutAnIdLeavesTheSubmissionInDoubt(String json) {
    bench.answers(SoraOperation.CREATE_VIDEO, json);
    int creates = bench.fake.ledger().createsReceived();

    assertThatThrownBy(() -> bench.client.submit(VideoBench.create()))
        .isInstanceOf(SubmissionUncertainException.class);
    assertThat(bench.fake.ledger().createsReceived()).isEqualTo(creates + 1);
  }
}
