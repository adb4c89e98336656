package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers keep what they are, times are read in every form that servers send. */
class NumbersAndDatesTest {
  @Test
  void numbersOfFreeJsonKeepTheirText() {
    String json =
        "{\"free\":1,\"object\":{\"a\":1.0,\"b\":123456789012345678901234567890,\"c\":1e3},"
            + "\"frees\":[1,2.50,\"3\"],\"freeMap\":{\"n\":-0}}";

    assertThat(TrapClient.roundTrip("Numbers", json)).hasToString(json);
  }

  @Test
  void wholeNumbersStayWhole() {
    String json = "{\"small\":2147483647,\"large\":9007199254740993}";

    assertThat(TrapClient.roundTrip("Numbers", json)).hasToString(json);
  }

  @Test
  void aWholeNumberWrittenAsAFractionIsRead() {
    assertThat(TrapClient.roundTrip("Numbers", "{\"small\":5.0,\"large\":7.0}"))
        .hasToString("{\"small\":5,\"large\":7}");
  }

  @Test
  void everyFractionHasTheSameType() throws ReflectiveOperationException {
    Class<?> numbers = TrapClient.model("Numbers");

    assertThat(numbers.getMethod("getReal").getReturnType()).isEqualTo(Double.class);
    assertThat(numbers.getMethod("getPrecise").getReturnType()).isEqualTo(Double.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"2026-01-02T03:04:05Z\"', 2026-01-02T03:04:05Z",
    "'\"2026-01-02T03:04:05.123456+02:00\"', 2026-01-02T03:04:05.123456+02:00",
    "'\"2026-01-02T03:04:05+0200\"', 2026-01-02T03:04:05+02:00",
    "'\"2026-01-02T03:04:05\"', 2026-01-02T03:04:05Z",
    "'\"2026-01-02T03:04:05.5Z\"', 2026-01-02T03:04:05.5Z",
    "'\"2026-01-02T03:04:05.000001Z\"', 2026-01-02T03:04:05.000001Z",
    "'\"2026-01-02T03:04:05.012345678Z\"', 2026-01-02T03:04:05.012345678Z",
    "'\"2026-01-02T23:59:59.999999999Z\"', 2026-01-02T23:59:59.999999999Z",
    "'\"2026-01-02 03:04:05.5\"', 2026-01-02T03:04:05.5Z",
    "'\"2026-01-02 03:04:05+00:00\"', 2026-01-02T03:04:05Z",
    "'\"2026-01-02T03:04Z\"', 2026-01-02T03:04:00Z",
    "'\"2026-01-02t03:04:05z\"', 2026-01-02T03:04:05Z",
    "1767323045, 2026-01-02T03:04:05Z",
    "1767323045.25, 2026-01-02T03:04:05.25Z",
    "1.767323045E9, 2026-01-02T03:04:05Z",
    "-0.5, 1969-12-31T23:59:59.5Z"
  })
  void aTimeIsReadInEveryForm(String sent, String meant) {
    Object read = TrapClient.read("Dates", "{\"at\":" + sent + "}");

    assertThat(TrapClient.call(read, "getAt")).isEqualTo(OffsetDateTime.parse(meant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-01-02T03:04:05Z", "2026-01-02T03:04:00Z", "2026-01-02T00:00:00Z"})
  void aTimeOfWholeSecondsIsWrittenAsItWasRead(String time) {
    String json = "{\"at\":\"" + time + "\"}";

    assertThat(TrapClient.roundTrip("Dates", json)).hasToString(json);
  }

  @Test
  void timesAndDaysWorkInsideListsAndMaps() {
    String json =
        "{\"times\":[\"2026-01-02T03:04:00Z\",null],\"days\":{\"a\":\"2026-02-03\"},"
            + "\"deep\":{\"b\":[\"2026-03-04T05:06:07+01:00\"]}}";

    assertThat(TrapClient.roundTrip("Dates", json)).hasToString(json);
  }

  @Test
  void theDayOfATimeIsRead() {
    Object read = TrapClient.read("Dates", "{\"day\":\"2026-02-03T04:05:06Z\"}");

    assertThat(TrapClient.call(read, "getDay")).isEqualTo(LocalDate.parse("2026-02-03"));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"at\":\"next secret\"}', $.at",
    "'{\"at\":\"2026-13-45T00:00:00Z\"}', $.at",
    "'{\"at\":\"2026-01-02T03:0x:05Z\"}', $.at",
    "'{\"at\":\"2026-01-02T03:04:05.1x3Z\"}', $.at",
    "'{\"at\":\"2026-02-30T03:04:05Z\"}', $.at",
    "'{\"at\":{\"secret\":1}}', $.at",
    "'{\"at\":1e400}', $.at",
    "'{\"at\":1e999999999}', $.at",
    "'{\"at\":1e-999999999}', $.at",
    "'{\"at\":1e99999999999}', $.at",
    "'{\"day\":\"secret\"}', $.day",
    "'{\"times\":[\"2026-01-02T03:04:05Z\",\"secret\"]}', $.times[1]",
    "'{\"deep\":{\"b\":[\"secret\"]}}', $.deep.b[0]"
  })
  void aMalformedTimeNamesItsPlaceAndNotItsValue(String json, String path) {
    assertThatThrownBy(() -> TrapClient.read("Dates", json))
        .isInstanceOf(JsonParseException.class)
        .hasNoCause()
        .hasMessageEndingWith(" at " + path)
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("2026");
  }

  @Test
  void textsWithAFormatAreNotJudged() {
    String json =
        "{\"address\":\"http://host/a b|c\",\"key\":\"no-uuid\",\"data\":\"%%%\",\"secret\":\"s\"}";

    assertThat(TrapClient.roundTrip("Texts", json).toString()).contains("http://host/a b|c", "%%%");
  }

  @Test
  void theTimesOfATaskAreRead() {
    TaskStatus status =
        new Gson().fromJson("{\"created_at\":\"2026-01-02 03:04:05\"}", TaskStatus.class);

    assertThat(status.getCreatedAt()).isEqualTo(OffsetDateTime.parse("2026-01-02T03:04:05Z"));
  }
}
