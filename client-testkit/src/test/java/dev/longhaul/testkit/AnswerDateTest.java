package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class AnswerDateTest {

  private final VirtualTime time = VirtualTime.create();

  @Test
  void everyAnswerTellsTheTimeOfTheService() throws IOException {
    try (FakeVestis fake = FakeVestis.start(FakeVestisOptions.builder().clock(time).build());
        Http http = new Http(fake)) {
      assertThat(date(http, "/jobs")).isEqualTo("Thu, 01 Jan 2026 00:00:00 GMT");
      time.advance(Duration.ofDays(250).plusMillis(1999));

      assertThat(date(http, "/elsewhere")).isEqualTo("Tue, 08 Sep 2026 00:00:01 GMT");
      fake.fault(VestisOperation.LIST_JOBS, WireFault.status(503));
      assertThat(date(http, "/jobs")).isEqualTo("Tue, 08 Sep 2026 00:00:01 GMT");
    }
  }

  @Test
  void theFunctionRunnerTellsItToo() throws IOException {
    try (FakeFunctionRunner fake =
            FakeFunctionRunner.start(FakeOptions.builder().clock(time).build());
        Http http = new Http(fake)) {
      ZonedDateTime date =
          ZonedDateTime.parse(date(http, Requests.TEMPLATES), DateTimeFormatter.RFC_1123_DATE_TIME);

      assertThat(date.toInstant()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }
  }

  @Test
  void aDateOfTheTestsChoiceIsKept() throws IOException {
    try (FakeVestis fake = FakeVestis.start();
        Http http = new Http(fake)) {
      fake.fault(VestisOperation.LIST_JOBS, WireFault.status(200, Map.of("date", "soon"), "{}"));

      assertThat(http.get("/jobs").response().headers("Date")).containsExactly("soon");
    }
  }

  private static String date(Http http, String path) throws IOException {
    return http.get(path).response().header("Date");
  }
}
