package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import org.junit.jupiter.api.Test;

/** What was not set is not sent, what was set is, and null goes out only where it has a meaning. */
class AbsentAndNullTest {
  @Test
  void defaultsOfTheServiceAreNotSent() {
    assertThat(TrapClient.writtenFresh("Defaults")).isEqualTo("{}");
  }

  @Test
  void anAbsentListOrMapStaysAbsent() {
    Object read = TrapClient.read("Defaults", "{}");

    assertThat(TrapClient.call(read, "getPlainList")).isNull();
    assertThat(TrapClient.call(read, "getMap")).isNull();
    assertThat(TrapClient.call(read, "getCount")).isNull();
    assertThat(TrapClient.roundTrip("Defaults", "{}")).hasToString("{}");
  }

  @Test
  void anEmptyListOrMapIsSent() {
    String json = "{\"list\":[],\"uniqueList\":[],\"map\":{}}";

    assertThat(TrapClient.roundTrip("Defaults", json)).hasToString(json);
  }

  @Test
  void repeatedItemsOfASetAreNotLost() {
    String json = "{\"uniqueList\":[\"a\",\"b\",\"a\"]}";

    assertThat(TrapClient.roundTrip("Defaults", json)).hasToString(json);
  }

  @Test
  void aZeroPriorityIsSent() {
    assertThat(new Gson().toJson(new TaskSubmission().priority(0))).isEqualTo("{\"priority\":0}");
  }

  @Test
  void aRequiredFieldThatMayBeNullIsSentAsNull() {
    assertThat(TrapClient.writtenFresh("Nulls"))
        .isEqualTo("{\"text\":null,\"count\":null,\"at\":null,\"free\":null,\"list\":null}");
  }

  @Test
  void aFieldThatMayBeNullStillCarriesValues() {
    String json =
        "{\"text\":\"t\",\"count\":1,\"at\":\"2026-01-02T03:04:05Z\",\"free\":{\"a\":null},"
            + "\"list\":[\"x\"]}";

    assertThat(TrapClient.roundTrip("Nulls", json)).hasToString(json);
  }

  @Test
  void anOptionalFieldThatMayBeNullIsLeftOut() {
    assertThat(TrapClient.roundTrip("Nulls", "{\"optional\":null,\"plain\":null}").toString())
        .doesNotContain("optional", "plain");
  }

  @Test
  void nullsInsideFreeJsonAreKept() {
    String json = "{\"object\":{\"seed\":null,\"deep\":[{\"a\":null}]},\"freeMap\":{\"b\":null}}";

    assertThat(TrapClient.roundTrip("Numbers", json)).hasToString(json);
  }

  @Test
  void aFreeValueTellsNullFromAbsent() {
    Object withNull = TrapClient.read("Numbers", "{\"free\":null}");
    Object without = TrapClient.read("Numbers", "{}");

    assertThat(TrapClient.call(withNull, "getFree")).isEqualTo(JsonNull.INSTANCE);
    assertThat(TrapClient.call(without, "getFree")).isNull();
    assertThat(TrapClient.roundTrip("Numbers", "{\"free\":null}")).hasToString("{\"free\":null}");
  }

  @Test
  void aFreeObjectMayArriveAsNull() {
    assertThat(TrapClient.call(TrapClient.read("Numbers", "{\"object\":null}"), "getObject"))
        .isNull();
  }

  @Test
  void theInputsOfATaskKeepTheirNulls() {
    JsonObject inputs = new JsonObject();
    inputs.add("seed", JsonNull.INSTANCE);

    JsonElement sent =
        JsonParser.parseString(new Gson().toJson(new TaskSubmission().inputs(inputs)));

    assertThat(sent).hasToString("{\"inputs\":{\"seed\":null}}");
  }
}
