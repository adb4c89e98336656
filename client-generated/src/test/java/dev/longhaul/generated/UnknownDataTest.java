package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.generated.functionrunner.model.TaskState;
import dev.longhaul.generated.functionrunner.model.TaskStatus;
import org.junit.jupiter.api.Test;

/** What a newer server sends is data: it is kept where the contract says so and never an error. */
class UnknownDataTest {
  private static final Gson GSON = new Gson();

  @Test
  void anUnknownStateKeepsItsText() {
    TaskStatus status =
        GSON.fromJson("{\"task_id\":\"t\",\"status\":\"paused-by-admin\"}", TaskStatus.class);

    assertThat(status.getStatus().isKnown()).isFalse();
    assertThat(status.getStatus().value()).isEqualTo("paused-by-admin");
    assertThat(status.getStatus()).isEqualTo(TaskState.of("paused-by-admin"));
    assertThat(GSON.toJson(status)).contains("\"status\":\"paused-by-admin\"");
  }

  @Test
  void aKnownStateIsItsConstant() {
    assertThat(TaskState.of("completed")).isSameAs(TaskState.COMPLETED);
    assertThat(GSON.fromJson("\"completed\"", TaskState.class)).isSameAs(TaskState.COMPLETED);
    assertThat(TaskState.COMPLETED.isKnown()).isTrue();
    assertThat(TaskState.known()).contains(TaskState.COMPLETED).allMatch(TaskState::isKnown);
    assertThat(TaskState.COMPLETED).hasToString("completed");
  }

  @Test
  void unknownValuesKeepTheirTextInsideListsAndMaps() {
    String json = "{\"moods\":[\"calm\",\"new\",\"JSON\"],\"byMood\":{\"a\":\"newer\"}}";

    assertThat(TrapClient.roundTrip("Closed", json)).isEqualTo(JsonParser.parseString(json));
  }

  @Test
  void anOpenValueTakesPlainNumbersAndFlagsAsText() {
    assertThat(TrapClient.roundTrip("Closed", "{\"moods\":[7,true,null]}"))
        .isEqualTo(JsonParser.parseString("{\"moods\":[\"7\",\"true\",null]}"));
  }

  @Test
  void unknownMembersOfAClosedShapeAreIgnored() {
    assertThat(TrapClient.roundTrip("Closed", "{\"name\":\"n\",\"extra\":{\"a\":[1]}}"))
        .isEqualTo(JsonParser.parseString("{\"name\":\"n\"}"));
  }

  @Test
  void unknownMembersOfAnOpenShapeAreReachableAndWrittenBack() {
    String json =
        "{\"name\":\"n\",\"must\":\"m\",\"extra\":{\"n\":1,\"none\":null,\"big\":123456789012345678901},"
            + "\"other\":1.50}";

    Object open = TrapClient.read("Open", json);

    JsonObject unknown = (JsonObject) TrapClient.call(open, "unknown");
    assertThat(unknown.keySet()).containsExactly("extra", "other");
    assertThat(TrapClient.roundTrip("Open", json)).hasToString(json);
  }

  @Test
  void openShapesInsideOpenShapesKeepTheirOwnMembers() {
    String json =
        "{\"must\":null,\"opens\":[{\"must\":null,\"deep\":true},{\"must\":\"m\"}],\"top\":1}";

    assertThat(TrapClient.roundTrip("Open", json)).hasToString(json);
  }

  @Test
  void whatIsUnsetInsideAnOpenShapeIsLeftOut() {
    assertThat(TrapClient.roundTrip("Open", "{\"inner\":{\"name\":null},\"must\":null}"))
        .hasToString("{\"must\":null,\"inner\":{}}");
  }

  @Test
  void readingAnOpenShapeDoesNotChangeTheTreeItIsReadFrom() {
    JsonElement tree = JsonParser.parseString("{\"name\":\"n\",\"extra\":1}");

    GSON.fromJson(tree, TrapClient.model("Open"));

    assertThat(tree).hasToString("{\"name\":\"n\",\"extra\":1}");
  }

  @Test
  void aMemberThatTheTypeHasAFieldForIsWrittenOnce() throws ReflectiveOperationException {
    Object open = TrapClient.read("Open", "{\"name\":\"field\",\"must\":\"m\"}");
    open.getClass()
        .getMethod("putUnknown", String.class, JsonElement.class)
        .invoke(open, "name", JsonParser.parseString("\"unknown\""));

    assertThat(GSON.toJson(open)).isEqualTo("{\"name\":\"field\",\"must\":\"m\"}");
  }

  @Test
  void unknownMembersCountInEquality() {
    Object one = TrapClient.read("Open", "{\"extra\":1}");

    assertThat(one)
        .isEqualTo(TrapClient.read("Open", "{\"extra\":1}"))
        .hasSameHashCodeAs(TrapClient.read("Open", "{\"extra\":1}"))
        .isNotEqualTo(TrapClient.read("Open", "{\"extra\":2}"));
  }

  @Test
  void declaredFieldsSurviveBesideAdditionalOnes() {
    assertThat(TrapClient.roundTrip("Extended", "{\"name\":\"n\",\"count\":3,\"more\":true}"))
        .hasToString("{\"name\":\"n\",\"count\":3}");
  }
}
