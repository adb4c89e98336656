package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.vestis.model.BackgroundRequest;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.FlatlayRequest;
import dev.longhaul.generated.vestis.model.MdoliRequest;
import dev.longhaul.generated.vestis.model.OnModelRequest;
import dev.longhaul.vestis.ImageRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule that the page of Vestis names is held for every kind that it names. */
class ImageRulesTableTest {
  private static final Gson JSON = new Gson();
  private static final String PNG =
      "data:image/png;base64,"
          + "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJg"
          + "gg==";
  private static final String LARGE = PNG.replace("==", "") + "AAAA".repeat(3_500_000);

  private static final Map<String, Function<JsonObject, ImageRequest>> KINDS =
      Map.of(
          "chat", body -> ImageRequest.chat(JSON.fromJson(body, ChatRequest.class)),
          "flatlay", body -> ImageRequest.flatlay(JSON.fromJson(body, FlatlayRequest.class)),
          "mannequin", body -> ImageRequest.mannequin(JSON.fromJson(body, MdoliRequest.class)),
          "onModel", body -> ImageRequest.onModel(JSON.fromJson(body, OnModelRequest.class)),
          "background",
              body -> ImageRequest.background(JSON.fromJson(body, BackgroundRequest.class)),
          "legacy", ImageRequest::legacy);

  private static final String PHOTOS = "'photos':[{'id':'a','image':'" + PNG + "'}]";
  private static final String OUTFIT =
      "'modelId':'1','backgroundId':'2','products':[{'type':'fullbody','frontImage':'"
          + PNG
          + "'}]";

  /** What each kind takes. */
  private static final Map<String, String> GOOD =
      Map.of(
          "chat", "{'prompt':'A scarf'}",
          "flatlay", "{" + OUTFIT + "}",
          "mannequin", "{" + OUTFIT + "}",
          "onModel", "{'modelId':'1'," + PHOTOS + "}",
          "background", "{'backgroundId':'2'," + PHOTOS + "}",
          "legacy", "{'style':'studio'}");

  /** For each field of the table, parts that break its rule when they are put in. */
  private static final Map<String, List<String>> BREACHES =
      Map.ofEntries(
          Map.entry("prompt", List.of("{'prompt':' '}", "{'prompt':null}")),
          Map.entry(
              "images[0]",
              List.of(
                  "{'images':['boat.png']}",
                  "{'images':['data:image/jpeg;base64," + PNG.substring(22) + "']}",
                  "{'images':['" + LARGE + "']}")),
          Map.entry("modelId", List.of("{'modelId':' '}", "{'modelId':null}")),
          Map.entry("backgroundId", List.of("{'backgroundId':' '}", "{'backgroundId':null}")),
          Map.entry("products", List.of("{'products':[]}", products("top", PNG))),
          Map.entry("products[0].type", List.of(products("hat", PNG))),
          Map.entry("products[0].frontImage", List.of(products("fullbody", LARGE))),
          Map.entry(
              "products[0].backImage",
              List.of(products("fullbody", PNG + "','backImage':'" + LARGE))),
          Map.entry("photos", List.of("{'photos':[]}", "{'photos':[" + "{},".repeat(10) + "{}]}")),
          Map.entry("photos[0].id", List.of(photos("{'id':' ','image':'" + PNG + "'}"))),
          Map.entry(
              "photos[1].id", List.of(photos(("{'id':'a','image':'" + PNG + "'},").repeat(2)))),
          Map.entry(
              "photos[0].image",
              List.of(
                  photos("{'id':'a','image':'https://a.example/b.png'}"),
                  photos("{'id':'a','image':'" + LARGE + "'}"))),
          Map.entry("options", List.of("{'options':{'format':'png'}}")),
          Map.entry("aspectRatio", List.of("{'aspectRatio':'7:7'}")),
          Map.entry("resolution", List.of("{'resolution':'8K'}")),
          Map.entry("options.quality", List.of("{'options':{'quality':'best'}}")),
          Map.entry("options.format", List.of("{'options':{'format':'gif'}}")),
          Map.entry(
              "options.resolution.width",
              List.of("{'options':{'resolution':{'width':0,'height':1}}}")),
          Map.entry("body", List.of("{'style':null}")));

  static List<List<String>> rows() {
    return Document.read("docs/vestis.md").table("Rules");
  }

  @Test
  void noRuleIsLeftOut() {
    assertThat(Rules.fields(rows())).containsExactlyInAnyOrderElementsOf(BREACHES.keySet());
  }

  @Test
  void whatBreaksNoRuleIsTaken() {
    GOOD.forEach((kind, body) -> assertThat(KINDS.get(kind).apply(json(body))).isNotNull());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatBreaksARuleIsRefusedForEachKind(List<String> row) {
    String field = Rules.field(row);
    StringBuilder told = new StringBuilder();
    for (String kind : kinds(row.get(1))) {
      for (String breach : BREACHES.get(field)) {
        JsonObject body = json(GOOD.get(kind));
        json(breach).asMap().forEach(body::add);
        body.asMap().values().removeIf(value -> value.isJsonNull());

        InvalidInputException error =
            catchThrowableOfType(InvalidInputException.class, () -> KINDS.get(kind).apply(body));

        assertThat(error).as(kind).isNotNull();
        assertThat(error.field()).isEqualTo(field);
        told.append(error.getMessage());
      }
    }
    Rules.assertTold(row.get(3), told.toString());
  }

  private static List<String> kinds(String cell) {
    List<String> kinds = new ArrayList<>(KINDS.keySet());
    kinds.remove("legacy");
    return cell.equals("all but legacy") ? kinds : Arrays.asList(cell.split(", "));
  }

  private static String products(String type, String front) {
    return "{'products':[{'type':'" + type + "','frontImage':'" + front + "'}]}";
  }

  private static String photos(String photos) {
    return "{'photos':[" + photos.replaceAll(",$", "") + "]}";
  }

  private static JsonObject json(String text) {
    return JSON.fromJson(text, JsonObject.class);
  }
}
