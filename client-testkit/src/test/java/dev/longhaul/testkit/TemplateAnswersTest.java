package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.longhaul.generated.functionrunner.model.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class TemplateAnswersTest {

  private FakeFunctionRunner fake;
  private Http http;

  @BeforeEach
  void open(FakeFunctionRunner fake) {
    this.fake = fake;
    this.http = new Http(fake);
  }

  @AfterEach
  void close() {
    http.close();
  }

  @Test
  void everyFakeStartsWithThreeTemplates() throws IOException {
    assertThat(listed("")).containsExactly("text-to-image", "thumbnail", "report");
  }

  @Test
  void filtersNarrowTheList() throws IOException {
    assertThat(listed("?category=document")).containsExactly("report");
    assertThat(listed("?backend_type=custom")).containsExactly("thumbnail");
    assertThat(listed("?tags=image&tags=resize")).containsExactly("thumbnail");
    assertThat(listed("?search=small+COPY")).containsExactly("thumbnail");
    assertThat(listed("?search=")).hasSize(3);
  }

  @Test
  void pagesAreCutByOffsetAndLimit() throws IOException {
    assertThat(listed("?offset=1&limit=1")).containsExactly("thumbnail");
    assertThat(listed("?category=image&offset=1")).containsExactly("thumbnail");
    assertThat(listed("?offset=9")).isEmpty();
    for (String wrong : List.of("limit=many", "limit=0", "limit=-1", "offset=-1", "offset=1.5")) {
      assertThat(http.get(Requests.TEMPLATES + "?" + wrong).status()).isEqualTo(400);
    }
  }

  @Test
  void aListMayBeWrapped() throws IOException {
    FakeOptions options = FakeOptions.builder().wrappedLists().build();
    try (FakeFunctionRunner wrapping = FakeFunctionRunner.start(options);
        Http client = new Http(wrapping)) {
      JsonObject page = client.get(Requests.TEMPLATES + "?category=image&limit=1").object();

      assertThat(page.keySet()).containsExactly("templates", "total", "categories", "tags");
      assertThat(page.getAsJsonArray("templates")).hasSize(1);
      assertThat(page.get("total").getAsInt()).isEqualTo(2);
      assertThat(page.get("categories")).hasToString("[\"document\",\"image\"]");
      assertThat(page.get("tags"))
          .hasToString("[\"diffusion\",\"document\",\"image\",\"resize\",\"summary\"]");
    }
  }

  @Test
  void oneTemplateIsReadByItsId() throws IOException {
    JsonObject template = http.get(Requests.TEMPLATES + "/text-to-image").object();

    JsonObject prompt = template.getAsJsonObject("parameter_schema").getAsJsonObject("prompt");
    assertThat(prompt.get("required").getAsBoolean()).isTrue();
    assertThat(prompt.get("max_length").getAsInt()).isEqualTo(2000);
  }

  @Test
  void anUnknownTemplateIsNotFound() throws IOException {
    Http.Answer answer = http.get(Requests.TEMPLATES + "/nothing%20here");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.errorCode()).isEqualTo("RESOURCE_NOT_FOUND");
    assertThat(answer.object().getAsJsonObject("error").getAsJsonObject("details"))
        .hasToString("{\"resource_type\":\"Template\",\"resource_id\":\"nothing here\"}");
  }

  @Test
  void anAddedTemplateIsServedAndReplacesItsNamesake() throws IOException {
    fake.addTemplate(new Template().id("report").name("My report"));
    fake.addTemplate(new Template().id("a+b").name("Sum"));

    assertThat(listed("?search=my")).containsExactly("report");
    assertThat(http.get(Requests.TEMPLATES + "/a+b").object().get("name").getAsString())
        .isEqualTo("Sum");
    assertThat(http.post(Requests.TASKS, Requests.submission("a+b", "{}")).status()).isEqualTo(200);
  }

  @Test
  void aTemplateNeedsAnId() {
    assertThatThrownBy(() -> fake.addTemplate(new Template().name("nameless")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("id");
  }

  private List<String> listed(String query) throws IOException {
    List<String> ids = new ArrayList<>();
    for (JsonElement template : http.get(Requests.TEMPLATES + query).json().getAsJsonArray()) {
      ids.add(template.getAsJsonObject().get("id").getAsString());
    }
    return ids;
  }
}
