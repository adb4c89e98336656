package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SoraFaultTest {

  private final FakeSora fake = FakeSora.start();
  private final SoraCalls calls = new SoraCalls(fake);

  @AfterEach
  void close() {
    calls.close();
    fake.close();
  }

  @Test
  void aLostAnswerHidesAVideoThatWasMade() throws IOException {
    fake.fault(SoraOperation.CREATE_VIDEO, WireFault.answerLost());

    assertThatThrownBy(calls::create).isInstanceOf(IOException.class);

    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThat(calls.listed("")).hasSize(1);
  }

  @Test
  void aRequestThatWasNotReadMakesNothing() {
    fake.fault(SoraOperation.CREATE_VIDEO, WireFault.resetAfterRead());

    assertThatThrownBy(calls::create).isInstanceOf(IOException.class);

    assertThat(fake.ledger().creates()).isZero();
    assertThat(fake.ledger().createsReceived()).isEqualTo(1);
  }

  @Test
  void aStatusOnPurposeComesInTheFormOfTheService() throws IOException {
    fake.fault(SoraOperation.READ_VIDEO, WireFault.status(500));
    fake.fault(SoraOperation.READ_VIDEO, WireFault.status(503));
    fake.fault(SoraOperation.READ_VIDEO, WireFault.status(403));
    fake.fault(SoraOperation.READ_VIDEO, WireFault.status(429, Map.of("Retry-After", "7"), "{}"));

    assertThat(type(calls.read("video_1"))).isEqualTo("500 server_error");
    assertThat(type(calls.read("video_1"))).isEqualTo("503 service_unavailable");
    assertThat(type(calls.read("video_1"))).isEqualTo("403 request_forbidden");
    assertThat(calls.read("video_1").response().header("Retry-After")).isEqualTo("7");
    assertThat(type(calls.read("video_1"))).isEqualTo("404 invalid_request_error");
  }

  @Test
  void aFilmMayBeCutShort() throws IOException {
    fake.nextJob(VideoScript.builder().build());
    String id = calls.create();
    fake.fault(SoraOperation.DOWNLOAD, WireFault.truncatedBody());

    assertThatThrownBy(() -> calls.http().get("/videos/" + id + "/content"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void faultsByChanceMeetCreatesOnly() throws IOException {
    List<String> first = metBy(7);
    List<String> again = metBy(7);
    List<String> other = metBy(8);

    assertThat(first).isEqualTo(again).isNotEqualTo(other).contains("lost", "made");
  }

  @Test
  void everyWayToMakeAVideoIsACreate() throws IOException {
    fake.everyJob(VideoScript.builder().build());
    calls.create();
    fake.faultsFrom(1, 1, List.of(WireFault.status(503)));

    assertThat(calls.create(SoraCalls.KITE).status()).isEqualTo(503);
    assertThat(calls.http().post("/videos/video_1/remix", SoraCalls.KITE).status()).isEqualTo(503);
    assertThat(calls.http().post("/videos/edits", "{}").status()).isEqualTo(503);
    assertThat(calls.http().post("/videos/extensions", "{}").status()).isEqualTo(503);
    assertThat(calls.http().post("/videos/characters", "{}").status()).isEqualTo(400);
    assertThat(calls.read("video_1").status()).isEqualTo(200);
    assertThat(fake.ledger().createsReceived()).isEqualTo(5);
    fake.clearFaults();
    assertThat(calls.create(SoraCalls.KITE).status()).isEqualTo(200);
  }

  @Test
  void everyAnswerIsNamedAndDated() throws IOException {
    Http.Answer answer = calls.http().get("/models");

    assertThat(answer.response().header("x-request-id")).isNotEmpty();
    assertThat(answer.response().header("Date")).endsWith("GMT");
  }

  /** What became of 20 creates, a third of which met a fault. */
  private List<String> metBy(long seed) throws IOException {
    List<String> met = new ArrayList<>();
    fake.faultsFrom(seed, 1.0 / 3, List.of(WireFault.status(503), WireFault.answerLost()));
    for (int create = 0; create < 20; create++) {
      calls.list("");
      met.add(create());
    }
    return met;
  }

  private String create() {
    try {
      return calls.create(SoraCalls.KITE).status() == 200 ? "made" : "refused";
    } catch (IOException e) {
      return "lost";
    }
  }

  private static String type(Http.Answer answer) {
    return answer.status()
        + " "
        + answer.object().getAsJsonObject("error").get("type").getAsString();
  }
}
