package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class HostileBodyTest {

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
  void aGzipBombIsSmallOnTheWireAndAsLongAsAskedWhenUnpacked() throws IOException {
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.gzipBomb(5_000_001));
    Request asking = status().header("Accept-Encoding", "gzip").build();

    Http.Answer answer = http.send(asking);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().header("Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.bytes().length).isLessThan(50_000);
    byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(answer.bytes())).readAllBytes();
    assertThat(unpacked).hasSize(5_000_001);
    String text = new String(unpacked, StandardCharsets.US_ASCII);
    assertThat(JsonParser.parseString(text).getAsJsonObject().keySet()).containsExactly("filler");
  }

  @Test
  void aGzipBombMayExceedTheMemory() throws IOException {
    fake.fault(
        FunctionRunnerOperation.READ_STATUS,
        WireFault.gzipBomb(4L * Runtime.getRuntime().maxMemory()));

    try (Response response = http.client().newCall(status().build()).execute();
        InputStream body = response.body().byteStream()) {
      assertThat(body.readNBytes(50_000_000)).hasSize(50_000_000);
    }
  }

  @Test
  void deepJsonHasAsManyLevelsAsAsked() throws IOException {
    fake.always(FunctionRunnerOperation.READ_STATUS, WireFault.deepJson(100));
    Http.Answer answer = http.send(status().build());

    int levels = 0;
    for (JsonElement at = answer.json(); at != null; at = at.getAsJsonObject().get("deeper")) {
      levels++;
    }
    assertThat(levels).isEqualTo(100);
    assertThat(answer.response().header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void deepJsonMayBeDeeperThanAnyStack() throws IOException {
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.deepJson(1));
    fake.fault(FunctionRunnerOperation.READ_STATUS, WireFault.deepJson(1_000_000));

    assertThat(http.send(status().build()).bytes()).asString().isEqualTo("{}");
    assertThat(http.send(status().build()).bytes())
        .asString()
        .matches(text -> text.chars().filter(it -> it == '{').count() == 1_000_000)
        .endsWith("}}}");
  }

  @Test
  void bytesComeAsTheyAre() throws IOException {
    byte[] body = {'"', (byte) 0xC3, (byte) 0x28, 0, (byte) 0xFF, '"'};
    WireFault fault = WireFault.bytes(body);
    body[0] = 'x';
    fake.fault(FunctionRunnerOperation.READ_STATUS, fault);

    Http.Answer answer = http.send(status().build());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.response().header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.bytes()).containsExactly('"', 0xC3, 0x28, 0, 0xFF, '"');
  }

  @Test
  void theServiceDoesNotAct() throws IOException {
    for (WireFault fault :
        new WireFault[] {
          WireFault.gzipBomb(16), WireFault.deepJson(2), WireFault.bytes(new byte[0])
        }) {
      fake.fault(FunctionRunnerOperation.SUBMIT_TASK, fault);
      assertThat(http.post(Requests.TASKS, Requests.THUMBNAIL).status()).isEqualTo(200);
    }

    assertThat(fake.ledger().createsReceived()).isEqualTo(3);
    assertThat(fake.ledger().creates()).isZero();
  }

  @Test
  void sizesHaveALeast() {
    assertThatThrownBy(() -> WireFault.gzipBomb(15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16");
    assertThatThrownBy(() -> WireFault.deepJson(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 level");
  }

  private Request.Builder status() {
    return new Request.Builder().url(http.url(Requests.TASKS + "/task-1/status"));
  }
}
