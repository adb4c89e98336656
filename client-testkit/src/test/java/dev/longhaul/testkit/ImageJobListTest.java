package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.generated.vestis.model.JobType;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ImageJobListTest {

  private FakeVestis fake;
  private ImageCalls calls;

  @BeforeEach
  void open(FakeVestis fake) {
    this.fake = fake;
    this.calls = new ImageCalls(fake);
    fake.everyJob(ImageScript.stuck());
  }

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void theNewestComeFirst() throws IOException {
    submit(5);

    assertThat(calls.ids("?page_size=2")).isEqualTo("5 4");
    assertThat(calls.ids("?page=2&page_size=2")).isEqualTo("3 2");
    assertThat(calls.ids("?page=3&page_size=2")).isEqualTo("1");
    assertThat(calls.ids("?page=4&page_size=2")).isEmpty();
  }

  @Test
  void rowsMoveWhenAJobIsMadeBetweenTwoPages() throws IOException {
    submit(4);
    assertThat(calls.ids("?page_size=2")).isEqualTo("4 3");
    submit(1);

    assertThat(calls.ids("?page=2&page_size=2")).isEqualTo("3 2");
  }

  @Test
  void theOldestMayComeFirst() throws IOException {
    try (FakeVestis other = FakeVestis.start(FakeVestisOptions.builder().oldestFirst().build());
        ImageCalls others = new ImageCalls(other)) {
      others.submit();
      others.submit();

      assertThat(others.ids("")).isEqualTo("1 2");
    }
  }

  @Test
  void aPageHasTwentyJobsAndTellsWhereItStands() throws IOException {
    submit(21);

    assertThat(calls.ids("").split(" ")).hasSize(20);
    assertThat(metadata(""))
        .isEqualTo(
            JsonParser.parseString(
                """
                {"current_page": 1, "page_size": 20, "first_page": 1, "last_page": 2,
                 "total_records": 21}
                """));
  }

  @Test
  void theLastPageIsCountedOneTooHighWhereTheTotalDividesEvenly() throws IOException {
    submit(4);

    assertThat(metadata("?page_size=2").get("last_page").getAsInt()).isEqualTo(3);
    assertThat(metadata("?page_size=3").get("last_page").getAsInt()).isEqualTo(2);
  }

  @Test
  void aListOfNothingHasNoMetadata() throws IOException {
    assertThat(calls.http().get("/jobs").json())
        .isEqualTo(JsonParser.parseString("{\"jobs\": [], \"metadata\": {}}"));
    submit(1);
    assertThat(metadata("?page=2").keySet()).isEmpty();
  }

  @Test
  void aPageThatCannotBeIsRefused() throws IOException {
    assertRefused("?page=0", "{\"page\": \"must be at least 1\"}");
    assertRefused("?page=x", "{\"page\": \"must be a whole number\"}");
    assertRefused(
        "?page=-3&page_size=101",
        "{\"page\": \"must be at least 1\", \"page_size\": \"must be at most 100\"}");
    assertThat(calls.http().get("/jobs?page=999999999&page_size=100").status()).isEqualTo(200);
  }

  @Test
  void aJobOfSomebodyElseIsListedButNotCounted() throws IOException {
    submit(1);

    FakeImageJob other = fake.madeElsewhere(JobType.FLATLAY, ImageScript.byHand());

    assertThat(calls.ids("")).isEqualTo("2 1");
    assertThat(calls.job(other.id()).get("job_type").getAsString()).isEqualTo("flatlay");
    assertThat(other.submission().keySet()).isEmpty();
    assertThat(fake.ledger().creates()).isEqualTo(1);
  }

  private void submit(int times) throws IOException {
    for (int time = 0; time < times; time++) {
      calls.submit();
    }
  }

  private JsonObject metadata(String query) throws IOException {
    return calls.http().get("/jobs" + query).object().getAsJsonObject("metadata");
  }

  private void assertRefused(String query, String faults) throws IOException {
    Http.Answer answer = calls.http().get("/jobs" + query);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.object().get("error")).isEqualTo(JsonParser.parseString(faults));
  }
}
