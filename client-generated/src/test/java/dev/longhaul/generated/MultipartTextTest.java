package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;

/** What a request looks like on the wire: parts, parameters and paths. */
class MultipartTextTest {
  private static final MultipartBody.Part FILE =
      MultipartBody.Part.createFormData(
          "file", "a.txt", RequestBody.create("bytes", MediaType.get("text/plain")));

  @Test
  void textPartsAreNotQuoted() throws IOException {
    String request =
        send("sendFormWithFormData", FILE, text("a \"quoted\" prompt"), text("calm"), null);

    assertThat(request)
        .contains("form-data; name=\"prompt\"")
        .contains("\na \"quoted\" prompt\r\n")
        .contains("\r\n\r\ncalm\r\n")
        .contains("name=\"file\"; filename=\"a.txt\"")
        .doesNotContain("name=\"count\"");
  }

  private static RequestBody text(String text) {
    return RequestBody.create(text, null);
  }

  @Test
  void theSameOperationAlsoTakesJson() throws IOException {
    String request = send("sendFormWithJson", TrapClient.read("Defaults", "{\"count\":1}"));

    assertThat(request).startsWith("POST /base/forms ").endsWith("\n\n{\"count\":1}");
  }

  @Test
  void aDeletionCanHaveABody() throws IOException {
    String request = send("deleteForms", TrapClient.read("Defaults", "{}"));

    assertThat(request).startsWith("DELETE /base/forms ").endsWith("\n\n{}");
  }

  @Test
  void parametersThatAreNullAreLeftOut() throws IOException {
    String request = send("downloadFile", "a:b", null, null, null);

    assertThat(request).startsWith("GET /base/files/a:b HTTP").doesNotContain("Idempotency-Key");
  }

  @Test
  void listsRepeatTheirParameterAndOpenValuesGoOutAsTheirText() throws IOException {
    Object mood = TrapClient.call(TrapClient.read("Closed", "{\"mood\":\"new one\"}"), "getMood");

    String request = send("downloadFile", "a/b", mood, java.util.List.of("x", "y"), "key-1");

    assertThat(request)
        .startsWith("GET /base/files/a%2Fb?kind=new%20one&tags=x&tags=y HTTP")
        .contains("Idempotency-Key: key-1");
  }

  private static String send(String operation, Object... arguments) throws IOException {
    try (OneRequestServer server = new OneRequestServer(OneRequestServer.json("{}"))) {
      new TrapApi(server.baseUrl()).call(operation, arguments).execute();
      return server.request();
    }
  }
}
