package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.JobSnapshot;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answer to a submission means, in all its forms. */
@ExtendWith(LeakCheck.class)
class AcceptedImageTest {
  private static final String URL = "https://cdn.example.com/123.png";
  private static final Instant NOW = Instant.parse("2026-03-02T09:15:00Z");

  @Test
  void anAcceptedJobWaitsOrRunsAndTellsWhenItMayBeDone() throws Exception {
    JobReading<JobResult> waiting =
        accepted("{'success':true,'job_id':123,'status':'pending','message':'created'}");
    JobReading<JobResult> running =
        accepted("{'jobId':'j-1','status':'processing','estimatedTime':30}");

    assertThat(waiting.phase()).isEqualTo(JobPhase.WAITING);
    assertThat(waiting.id()).isEqualTo("123");
    assertThat(running.phase()).isEqualTo(JobPhase.RUNNING);
  }

  @ParameterizedTest
  @CsvSource({"30, 30", "0, 0", "150.0, 150", "-1,", "'\"soon\"',", "1E300,", "null,"})
  void anEstimateInSecondsCountsFromTheAnswerAndAnyOtherIsNone(
      String estimate, @Nullable Long seconds) throws Exception {
    try (VestisBench bench = VestisBench.open()) {
      String answer = "{\"job_id\":1,\"status\":\"pending\",\"estimated_time\":" + estimate + "}";
      bench.fake.fault(VestisOperation.CREATE_JOB, WireFault.status(202, Map.of(), answer));
      Instant before = Instant.now();
      JobSnapshot accepted = bench.client.submit(Images.scarf()).snapshot();

      if (seconds == null) {
        assertThat(accepted.eta()).isEmpty();
      } else {
        assertThat(accepted.eta().orElseThrow())
            .isBetween(before.plusSeconds(seconds), Instant.now().plusSeconds(seconds));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'success':true,'image_url':'URL','status':'completed'} | ''",
        "{'success':true,'imageUrl':'URL'} | ''",
        "{'image_url':'URL','job_id':'gen_1'} | gen_1",
        "{'image_url':'URL','job_id':7,'status':'completed'} | 7",
        "{'image_url':'URL','status':'success'} | ''",
        "{'job':{'image_url':'URL','job_id':null}} | ''"
      })
  void anImageThatComesAtOnceIsAJobThatHasEnded(String answer, String id) throws Exception {
    JobReading<JobResult> reading = accepted(answer.replace("URL", URL));

    assertThat(reading.outcome())
        .contains(new JobOutcome.Succeeded<>(id, new JobResult().imageUrl(URL)));
    assertThat(reading.id()).isEqualTo(id);
  }

  @Test
  void aFirstImageOfAJobThatStillRunsIsNoResult() throws Exception {
    assertThat(accepted("{'job_id':7,'status':'processing','image_url':'u'}").phase())
        .isEqualTo(JobPhase.RUNNING);
  }

  @Test
  void anAcceptedJobThatIsCompletedBringsItsImageWithTheFirstRead() throws Exception {
    assertThat(accepted("{'job_id':7,'status':'completed'}").outcome()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'success':true,'status':'pending'}",
        "{'job_id':null,'status':'pending'}",
        "{'job_id':' ','status':'pending'}",
        "{'job_id':'..','status':'pending'}",
        "{'job_id':{'n':1},'status':'pending'}",
        "{}"
      })
  void anAcceptanceWithoutAnIdMayHaveTakenEffect(String answer) {
    UnexpectedAnswerException unexpected =
        catchThrowableOfType(UnexpectedAnswerException.class, () -> accepted(answer));

    assertThat(unexpected.facts().reach()).isEqualTo(CallFacts.Reach.MAY_HAVE_TAKEN_EFFECT);
    assertThat(unexpected).hasMessageContaining("job_id");
  }

  private static JobReading<JobResult> accepted(String answer) throws Exception {
    return VestisReadings.accepted(new Dated<>(submitted(answer), null, null), NOW);
  }

  private static Job submitted(String answer) throws Exception {
    return VestisAnswers.SUBMITTED.decode(answer.replace('\'', '"'));
  }
}
