package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.internal.http.Dated;
import dev.longhaul.internal.json.Json;
import dev.longhaul.job.EngineView;
import dev.longhaul.job.JobFailure;
import dev.longhaul.job.JobOutcome;
import dev.longhaul.job.JobPhase;
import dev.longhaul.job.JobReading;
import dev.longhaul.job.ListedJob;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of the service means, in all its forms. */
class VestisReadingsTest {
  private static final String URL = "https://cdn.example.com/123.png";

  private static final Instant NOW = Instant.parse("2026-03-02T09:15:00Z");

  @ParameterizedTest
  @CsvSource({
    "pending, WAITING",
    "processing, RUNNING",
    "failed, FAILED",
    "cancelled, CANCELLED",
    "canceled, CANCELLED",
    "FAILED, FAILED",
    "Processing, RUNNING",
    "queued, UNKNOWN",
    "archived, UNKNOWN"
  })
  void everyStateHasItsPhase(String state, JobPhase phase) throws Exception {
    assertThat(read("{'job_id':123,'status':'" + state + "'}").phase()).isEqualTo(phase);
    assertThat(read("{'job_id':123,'status':'" + state + "'}").rawState()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'job_id':1,'status':'completed','result':{'image_url':'URL','message':'Done'}}",
        "{'jobId':1,'status':'completed','result':{'imageUrl':'URL','message':'Done'}}",
        "{'job':{'job_id':1,'status':'completed','result':{'image_url':'URL','message':'Done'}}}",
        "{'job':{'jobId':1,'status':'Completed','result':{'imageUrl':'URL','message':'Done'}}}",
        "{'status':'completed','progress':100,'imageUrl':'URL','message':'Done'}",
        "{'status':'completed','progress':100,'image_url':'URL','message':'Done'}",
        "{'status':'completed','result':null,'image_url':'URL','message':'Done'}",
        "{'status':'completed','result':{'image_url':null},'imageUrl':'URL','message':'Done'}",
        "{'status':'completed','result':{'image_url':'URL','message':'Done'},'error':null}",
        "{'status':'completed','image_url':null,'imageUrl':'URL','message':'Done','attempts':[]}"
      })
  void theImageIsFoundInEveryForm(String answer) throws Exception {
    assertThat(read(answer.replace("URL", URL)).outcome())
        .contains(new JobOutcome.Succeeded<>("j", new JobResult().imageUrl(URL).message("Done")));
  }

  @Test
  void aCompletedJobWithoutAnImageIsReadAgain() {
    ServiceFailedException late =
        catchThrowableOfType(
            ServiceFailedException.class, () -> read("{'job_id':1,'status':'completed'}"));

    assertThat(late).hasMessageStartingWith("The job is completed and its image is not there yet.");
    assertThat(late.facts().jobId()).hasValue("j");
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "' '", "7", "{}", "[]"})
  void anImageWithoutAnAddressIsNone(String url) {
    assertThatExceptionOfType(ServiceFailedException.class)
        .isThrownBy(() -> read("{'status':'completed','result':{'image_url':" + url + "}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'''it broke''' | failed | it broke",
        "{'code':'E1','message':'it broke'} | E1 | it broke",
        "{'message':'it broke'} | failed | it broke",
        "{'prompt':'too long','photos':['a','b']} | failed | prompt: too long; photos: ['a','b']",
        "['a','b'] | failed | ['a','b']",
        "{} | failed | {}",
        "7 | failed | 7",
      })
  void theReasonOfAFailureNeverHidesTheEnding(String error, String code, String message)
      throws Exception {
    String answer = "{'job_id':1,'status':'failed','error':" + error + "}";
    JobFailure failure = failure(read(answer));

    assertThat(failure.code()).isEqualTo(code);
    assertThat(failure.message()).hasValue(message.replace('\'', '"'));
  }

  @Test
  void aFailureWithoutAReasonTakesTheMessageOrNone() throws Exception {
    assertThat(failure(read("{'status':'failed','error':null}")).message()).isEmpty();
    assertThat(failure(read("{'status':'failed','message':'Sorry'}")).message()).hasValue("Sorry");
    assertThat(failure(read("{'status':'failed','error_code':'NO_FACE','error':'x'}")).code())
        .isEqualTo("NO_FACE");
  }

  @ParameterizedTest
  @CsvSource({
    "123, 123",
    "123.0, 123",
    "1.0E10, 10000000000",
    "9007199254740993, 9007199254740993",
    "123456789012345678901234567890, 123456789012345678901234567890",
    "0, 0",
    "'''00123''', 00123",
    "'''1.0E10''', 1.0E10",
    "'''a/b c''', a/b c",
    "1E999999999, 1E999999999"
  })
  void anIdIsTextHoweverItIsSent(String sent, String id) throws Exception {
    assertThat(job("{'job_id':" + sent + ",'status':'pending'}").getJobId().getAsString())
        .isEqualTo(id);
    assertThat(accepted("{'jobId':" + sent + ",'status':'pending'}").id()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({"12.5, 12.5", "'''40''', 40", "0, 0", "100, 100"})
  void theProgressOfAFeatureIsPassedOn(String sent, double percent) throws Exception {
    assertThat(read("{'status':'processing','progress':" + sent + "}").percent()).hasValue(percent);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "'soon'", "101", "-1", "{}"})
  void noOtherProgressIsInvented(String sent) throws Exception {
    assertThat(read("{'status':'processing','progress':" + sent + "}").percent()).isEmpty();
    assertThat(read("{'status':'processing','attempts':1}").percent()).isEmpty();
  }

  @Test
  void aFieldThatDoesNotFitIsLeftOutAlone() throws Exception {
    Job job =
        job(
            "{'job_id':1,'status':'failed','error':'x','created_at':'last Tuesday',"
                + "'started_at':'2026-03-02 09:15:03','completed_at':1772442900,'attempts':'two',"
                + "'job_type':'mannequin','result':{'image_url':'u','generated_at':'noon'}}");

    assertThat(job.getCreatedAt()).isNull();
    assertThat(job.getStartedAt()).isEqualTo("2026-03-02T09:15:03Z");
    assertThat(job.getCompletedAt()).isEqualTo("2026-03-02T09:15:00Z");
    assertThat(job.getAttempts()).isNull();
    assertThat(job.getError()).isEqualTo("x");
    assertThat(job.getResult()).isEqualTo(new JobResult().imageUrl("u"));
  }

  @Test
  void whatTheContractDoesNotKnowStaysReachable() throws Exception {
    Job job = job("{'job_id':1,'status':'pending','queueLength':3,'retryOf':{'jobId':9}}");

    assertThat(job.unknown().get("queue_length").getAsInt()).isEqualTo(3);
    assertThat(job.unknown().getAsJsonObject("retry_of").has("jobId")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'job_id':1}", "[]", "null", "{'status':null}", "{'status':{}}"})
  void anAnswerWithoutAStateIsNone(String answer) {
    assertThatExceptionOfType(Json.MalformedJsonException.class).isThrownBy(() -> job(answer));
  }

  @Test
  void aListedJobTellsItsKindAndItsTimeByTheServersClock() throws Exception {
    ListedJob<JobResult> listed =
        listed(
            job(
                "{'job_id':5,'status':'processing','job_type':'background_change',"
                    + "'created_at':'2026-03-02T09:15:00Z'}"));

    assertThat(listed.reading().id()).isEqualTo("5");
    assertThat(listed.reading().outcome()).isEmpty();
    assertThat(listed.createdAt()).isEqualTo(NOW);
    assertThat(listed.mark()).hasToString("JobMark[[job_type]]");
  }

  @Test
  void aListedJobThatIsCompletedAndShowsNoImageHasToBeRead() throws Exception {
    JobReading<JobResult> bare = listed(job("{'job_id':5,'status':'Completed'}")).reading();
    JobReading<JobResult> whole =
        listed(job("{'job_id':5,'status':'completed','imageUrl':'u'}")).reading();

    assertThat(EngineView.hasEndedUntold(bare)).isTrue();
    assertThat(bare.outcome()).isEmpty();
    assertThat(EngineView.hasEndedUntold(whole)).isFalse();
    assertThat(whole.phase()).isEqualTo(JobPhase.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource({
    "estimated_time, 30, PT20S",
    "estimatedTime, 30.0, PT20S",
    "estimated_duration, 600, PT9M50S",
    "estimated_time, 5, PT-5S",
    "estimated_time_remaining, 30, PT30S",
    "estimatedTimeRemaining, 0, PT0S",
    "estimated_completion, '''2026-03-02T09:16:00Z''', PT1M",
    "estimatedCompletion, '''2026-03-02T10:16:00+01:00''', PT1M",
    "estimated_completion, '''soon''',",
    "estimated_time, -1,",
    "estimated_time, 1E300,",
    "estimated_credits, 30,"
  })
  void anEstimateIsToldByReadsAndListsToo(String name, String value, @Nullable Duration left)
      throws Exception {
    Job job =
        job(
            "{'job_id':5,'status':'processing','created_at':'2026-03-02T08:00:00Z','NAME':VALUE}"
                .replace("NAME", name)
                .replace("VALUE", value));
    // The server's clock is an hour and a quarter behind; the job is 10 s old.
    Dated<Job> answer = new Dated<>(job, Instant.parse("2026-03-02T08:00:10Z"), null);
    Instant end = left == null ? null : NOW.plus(left);

    assertThat(EngineView.eta(VestisReadings.read("5", answer, NOW))).isEqualTo(end);
    assertThat(EngineView.eta(VestisReadings.listed(answer, NOW).reading())).isEqualTo(end);
  }

  @Test
  void anEstimateOfAJobOfUnknownAgeCountsFromTheAnswer() throws Exception {
    String early = "{'status':'pending','estimated_time':30,'created_at':'2026-03-02T09:15:02Z'}";

    assertThat(EngineView.eta(read("{'status':'pending','estimated_time':30}")))
        .isEqualTo(NOW.plusSeconds(30));
    assertThat(EngineView.eta(read(early))).isEqualTo(NOW.plusSeconds(30));
  }

  @Test
  void aListedJobWithoutAnIdIsLeftOut() {
    assertThat(listed(VestisAnswers.job(new JsonObject()))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "mannequin, mannequin",
    "mdoli, mannequin",
    "background, background_change",
    "background-change, background_change",
    "onmodel, onmodel",
    "legacy, legacy",
    "video, video"
  })
  void theThreeVocabulariesOfKindsAreOne(String told, String word) {
    assertThat(ImageKind.jobType(JobType.of(told))).isEqualTo(word);
  }

  @Test
  void aKindThatIsNotToldIsNone() {
    assertThat(ImageKind.jobType(null)).isNull();
    assertThat(ImageKind.jobType(JobType.of(" "))).isNull();
    assertThat(listed(new Job().jobId(new JsonPrimitive("1"))).mark()).hasToString("JobMark[[]]");
  }

  private static JobFailure failure(JobReading<JobResult> reading) {
    return ((JobOutcome.Failed<JobResult>) reading.outcome().orElseThrow()).failure();
  }

  private static JobReading<JobResult> read(String answer) throws Exception {
    return VestisReadings.read("j", told(job(answer)), NOW);
  }

  private static JobReading<JobResult> accepted(String answer) throws Exception {
    return VestisReadings.accepted(told(submitted(answer)), NOW);
  }

  private static ListedJob<JobResult> listed(Job row) {
    return VestisReadings.listed(told(row), NOW);
  }

  private static Dated<Job> told(Job job) {
    return new Dated<>(job, null, null);
  }

  private static Job job(String answer) throws Exception {
    return VestisAnswers.JOB.decode(answer.replace('\'', '"'));
  }

  private static Job submitted(String answer) throws Exception {
    return VestisAnswers.SUBMITTED.decode(answer.replace('\'', '"'));
  }
}
