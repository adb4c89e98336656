package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class FaultOrderTest {

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
  void faultsActInTheirOrderAndOnceEach() throws IOException {
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.status(500));
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.status(502));

    assertThat(list()).isEqualTo(500);
    assertThat(list()).isEqualTo(502);
    assertThat(list()).isEqualTo(200);
  }

  @Test
  void aFaultWaitsForItsOperation() throws IOException {
    fake.fault(FunctionRunnerOperation.READ_TEMPLATE, WireFault.status(500));

    assertThat(list()).isEqualTo(200);
    assertThat(http.get(Requests.TEMPLATES + "/report").status()).isEqualTo(500);
  }

  @Test
  void aFaultForOneKindComesBeforeOneForAny() throws IOException {
    fake.fault(FunctionRunnerOperation.ANY, WireFault.status(500));
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.status(502));

    assertThat(list()).isEqualTo(502);
    assertThat(http.get("/nowhere").status()).isEqualTo(500);
    assertThat(list()).isEqualTo(200);
  }

  @Test
  void aLastingFaultActsUntilItIsCleared() throws IOException {
    fake.always(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.status(500));
    fake.fault(FunctionRunnerOperation.LIST_TEMPLATES, WireFault.status(502));

    assertThat(list()).isEqualTo(502);
    assertThat(list()).isEqualTo(500);
    assertThat(list()).isEqualTo(500);
    fake.clearFaults();
    assertThat(list()).isEqualTo(200);
  }

  @Test
  void aLastingFaultForAnyMeetsEveryRequest() throws IOException {
    fake.always(FunctionRunnerOperation.ANY, WireFault.status(503));

    assertThat(list()).isEqualTo(503);
    assertThat(http.get("/nowhere").status()).isEqualTo(503);
  }

  @Test
  void aFaultIsNamed() {
    assertThat(WireFault.answerLost()).hasToString("WireFault[answerLost]");
    assertThat(WireFault.status(503)).hasToString("WireFault[status 503]");
  }

  private int list() throws IOException {
    return http.get(Requests.TEMPLATES).status();
  }
}
