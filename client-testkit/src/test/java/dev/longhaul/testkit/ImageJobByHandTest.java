package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.JobType;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class ImageJobByHandTest {

  private final VirtualTime time = VirtualTime.create();
  private final FakeVestis fake = FakeVestis.start(FakeVestisOptions.builder().clock(time).build());
  private final ImageCalls calls = new ImageCalls(fake);
  private FakeImageJob job;

  @BeforeEach
  void submit() throws IOException {
    fake.nextJob(ImageScript.byHand());
    job = fake.job(calls.submit());
  }

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aJobIsProcessedAsOftenAsItIsTold() throws IOException {
    job.processing(1);
    time.advance(Duration.ofSeconds(7));
    job.pending();
    assertThat(state()).isEqualTo("pending 1");

    job.processing(2);
    assertThat(state()).isEqualTo("processing 2");
    assertThat(calls.job(job.id()).get("started_at").getAsString())
        .isEqualTo("2026-01-01T00:00:07Z");
  }

  @Test
  void aCompletedJobHasAPicture() throws IOException {
    time.advance(Duration.ofSeconds(8));
    job.completed();

    JsonObject result = calls.job(job.id()).getAsJsonObject("result");

    assertThat(result.get("image_url").getAsString()).isEqualTo(fake.root() + "/images/1.png");
    assertThat(result.get("generated_at").getAsString()).isEqualTo("2026-01-01T00:00:08Z");
  }

  @Test
  void aPictureMayBeElsewhere() throws IOException {
    job.completed("https://cdn.example.com/1.png");

    assertThat(calls.job(job.id()).getAsJsonObject("result").get("image_url").getAsString())
        .isEqualTo("https://cdn.example.com/1.png");
  }

  @Test
  void aJobFails() throws IOException {
    job.processing(3);
    job.failed("out of memory");

    assertThat(state()).isEqualTo("failed 3");
    assertThat(calls.job(job.id()).get("error").getAsString()).isEqualTo("out of memory");
  }

  @Test
  void aJobCancelledByHandCanStillBeRead() throws IOException {
    job.cancelled();

    assertThat(state()).isEqualTo("cancelled 0");
    assertThat(job.cancelRequested()).isFalse();
  }

  @Test
  void aStateMayBeAnyText() throws IOException {
    job.processing(1);
    job.rawState("upscaling");

    assertThat(state()).isEqualTo("upscaling 1");
    assertThat(job).hasToString("FakeImageJob[1, upscaling]");
  }

  @Test
  void aJobKnowsWhatCameIn() throws IOException {
    Http.Answer answer = calls.http().post("/generate", "{\"style\": \"studio\"}", "our-key");
    FakeImageJob second = fake.job(answer.object().get("job_id").getAsString());

    assertThat(second.type()).isEqualTo(JobType.LEGACY);
    assertThat(second.submission().get("style").getAsString()).isEqualTo("studio");
    assertThat(second.idempotencyKey()).isEqualTo("our-key");
    assertThat(job.type()).isEqualTo(JobType.CHAT);
    assertThat(job.idempotencyKey()).isNull();
  }

  @Test
  void onlyReadsOfTheJobItselfCount() throws IOException {
    calls.ids("");
    assertThat(job.statusReads()).isZero();

    calls.state(job.id());
    calls.state(job.id());
    assertThat(job.statusReads()).isEqualTo(2);
  }

  @Test
  void aJobThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> fake.job("99"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("No job has the id 99; there are [FakeImageJob[1, pending]]");
  }

  @Test
  void aHandMovesAJob() throws IOException {
    try (FakeVestis fake = FakeVestis.start()) {
      fake.nextJob(ImageScript.byHand());
      String id = submitted(fake, "A red scarf on white ground");
      fake.job(id).completed();
      assertEquals("completed", read(fake, id).get("status").getAsString());
      assertEquals(1, fake.ledger().creates());
    }
  }

  private static String submitted(FakeVestis fake, String prompt) throws IOException {
    try (ImageCalls calls = new ImageCalls(fake)) {
      return calls.submit("chat=true", "{\"prompt\": \"" + prompt + "\"}");
    }
  }

  private static JsonObject read(FakeVestis fake, String id) throws IOException {
    try (ImageCalls calls = new ImageCalls(fake)) {
      return calls.job(id);
    }
  }

  private String state() throws IOException {
    JsonObject read = calls.job(job.id());
    return read.get("status").getAsString() + " " + read.get("attempts").getAsInt();
  }
}
