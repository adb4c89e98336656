package dev.longhaul.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.generated.streamer.model.DataFormat;
import dev.longhaul.generated.streamer.model.DataOutput;
import dev.longhaul.generated.streamer.model.DataPipeline;
import dev.longhaul.generated.streamer.model.DataSource;
import dev.longhaul.generated.streamer.model.DataSourceType;
import dev.longhaul.generated.streamer.model.GenerateReportResult;
import dev.longhaul.generated.streamer.model.ProcessDataPayload;
import dev.longhaul.generated.streamer.model.ProcessDataResult;
import dev.longhaul.job.JobFailedException;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.streamer.StreamerOptions.ProgressUnit;
import dev.longhaul.testkit.FakeStreamerOptions.Family;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.StreamerScript;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of answer in each of the four families of frames. */
@ExtendWith(LeakCheck.class)
class FrameFamiliesTest {
  private static StreamerBench open(Family family) {
    return StreamerBench.open(
        fake -> fake.family(family),
        streamer ->
            streamer.progressUnit(
                family == Family.SPEC ? ProgressUnit.FRACTION : ProgressUnit.PERCENT));
  }

  @ParameterizedTest
  @EnumSource
  void aShortActionIsDoneAtOnce(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      assertThat(bench.client.health().getStatus()).isEqualTo("healthy");
      assertThat(bench.client.healthAsync().get().getVersion()).isEqualTo("1.0.0");
      JobHandle<JsonElement> echo = bench.client.request("echo", StreamerBench.PAYLOAD);
      assertThat(echo.snapshot().phase().name()).isEqualTo("SUCCEEDED");
      assertThat(StreamerBench.result(echo).getAsJsonObject().get("echo"))
          .isEqualTo(StreamerBench.PAYLOAD);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLongActionTellsItsProgressAndItsResult(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      JobHandle<GenerateReportResult> job = bench.client.generateReport(StreamerBench.january());
      GenerateReportResult report = StreamerBench.result(job);
      assertThat(report.getRecords()).isEqualTo(8_400);
      assertThat(report.getGeneratedAt()).isNotNull();
      assertThat(job.snapshot().percent()).hasValue(100);
      assertThat(job.snapshot().message()).hasValue("Done");
      assertThat(bench.fake.accepted("generate_report")).isEqualTo(1);
      assertThat(job.id()).hasValue(bench.fake.requests().get(0).id());
      assertThat(UUID.fromString(job.id().orElseThrow())).isNotEqualTo(job.key());
      assertThat(bench.fake.requests().get(0).metadata())
          .containsEntry("idempotency_key", job.key().toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void progressIsInPercent(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      JobHandle<JsonElement> job =
          bench.asked(StreamerScript.builder().queued().progress(41.5, "Batch 5 of 12").build());
      StreamerBench.await(() -> job.snapshot().percent().isPresent());
      assertThat(job.snapshot().percent()).hasValue(41.5);
      assertThat(job.snapshot().message()).hasValue("Batch 5 of 12");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDataRunGivesItsSummary(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      ProcessDataPayload run =
          new ProcessDataPayload()
              .pipeline(DataPipeline.ANOMALY)
              .dataSource(new DataSource().type(DataSourceType.QUERY).query("SELECT 1"))
              .output(new DataOutput().format(DataFormat.JSON));
      ProcessDataResult result = StreamerBench.result(bench.client.processData(run));
      assertThat(result.getSummary().getTotalRecords()).isEqualTo(50_000);
      assertThat(result.getData()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailureOfTheProcessorIsTheOutcome(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      JobHandle<JsonElement> job =
          bench.asked(StreamerScript.builder().queued().failure("NOT_FOUND", "No file").build());
      JobOutcome<JsonElement> outcome = StreamerBench.outcome(job);
      assertThatThrownBy(outcome::resultOrThrow)
          .isInstanceOfSatisfying(
              JobFailedException.class,
              failed -> assertThat(failed.failure().code()).isEqualTo("NOT_FOUND"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResultWithoutSuccessIsAFailure(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      JobHandle<JsonElement> job =
          bench.asked(
              StreamerScript.builder()
                  .queued()
                  .unsuccessful(JsonParser.parseString("{\"failed\":1}"))
                  .build());
      assertThat(StreamerBench.outcome(job)).isInstanceOf(JobOutcome.Failed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalIsAnErrorOfTheCall(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      assertThatThrownBy(() -> bench.client.request("no-such-action", StreamerBench.PAYLOAD))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> {
                assertThat(refused.facts().serverCode()).hasValue("INVALID_ACTION");
                assertThat(refused.facts().key()).isPresent();
              });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFailedAnswerIsAnErrorOfTheCall(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      StreamerScript failing =
          StreamerScript.builder().immediateFailure("STORAGE_ERROR", "Disk full").build();
      assertThatThrownBy(() -> bench.asked(failing))
          .isInstanceOf(ServiceFailedException.class)
          .hasMessageNotContaining("Disk");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2,3]", "\"text\"", "7.5", "null", "{\"a\":{\"success\":2}}"})
  void whatIsNoObjectComesBackUnmixed(String data) throws Exception {
    for (Family family : Family.values()) {
      try (StreamerBench bench = open(family)) {
        JsonElement given = JsonParser.parseString(data);
        StreamerScript script = StreamerScript.builder().queued().result(given).build();
        assertThat(StreamerBench.result(bench.asked(script))).as("%s", family).isEqualTo(given);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResultThatComesFirstIsTheOutcome(Family family) throws Exception {
    try (StreamerBench bench = open(family)) {
      JobHandle<JsonElement> job = bench.asked(StreamerScript.answersBeforeAsked());
      assertThat(StreamerBench.result(job)).isNotNull();
    }
  }
}
