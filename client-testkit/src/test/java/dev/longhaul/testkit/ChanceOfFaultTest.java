package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ChanceOfFaultTest {

  private static final List<WireFault> FAULTS =
      List.of(WireFault.status(500), WireFault.status(502), WireFault.status(503));

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
  void aSeedGivesTheSameFaultsEachTime() throws IOException {
    fake.faultsFrom(42, 0.5, FAULTS);
    List<Integer> first = submitted(60);
    fake.faultsFrom(42, 0.5, FAULTS);
    assertThat(submitted(60)).isEqualTo(first);

    fake.faultsFrom(43, 0.5, FAULTS);
    assertThat(submitted(60)).isNotEqualTo(first);
    assertThat(first).contains(200, 500, 502, 503);
  }

  @Test
  void aShareIsKept() throws IOException {
    fake.faultsFrom(1, 0.3, FAULTS);

    assertThat(Collections.frequency(submitted(500), 200)).isBetween(315, 385);
  }

  @Test
  void noShareAndTheWholeShareAreExact() throws IOException {
    fake.faultsFrom(7, 0, FAULTS);
    assertThat(submitted(50)).containsOnly(200);

    fake.faultsFrom(7, 1, FAULTS);
    assertThat(submitted(50)).doesNotContain(200);
    fake.clearFaults();
    assertThat(submitted(50)).containsOnly(200);
    assertThat(fake.ledger().creates()).isEqualTo(100);
  }

  @Test
  void whateverMakesJobsIsMetAndNothingElse() throws IOException {
    fake.faultsFrom(7, 1, FAULTS);

    assertThat(http.get(Requests.TEMPLATES).status()).isEqualTo(200);
    assertThat(http.post(Requests.BATCHES, Requests.batch("", Requests.task("a"))).status())
        .isGreaterThanOrEqualTo(500);
    assertThat(fake.ledger().creates()).isZero();
  }

  @Test
  void aFaultMeantForARequestComesFirstAndShiftsNoOther() throws IOException {
    fake.always(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(429));
    fake.faultsFrom(42, 0.5, FAULTS);
    List<Integer> undisturbed = submitted(20);
    fake.faultsFrom(42, 0.5, FAULTS);
    fake.fault(FunctionRunnerOperation.SUBMIT_TASK, WireFault.status(408));

    List<Integer> disturbed = submitted(20);

    assertThat(disturbed.get(0)).isEqualTo(408);
    assertThat(disturbed.subList(1, 20)).isEqualTo(undisturbed.subList(1, 20));
    assertThat(undisturbed).contains(429).doesNotContain(200);
  }

  @Test
  void aShareIsAChanceAndThereIsAFaultToDraw() {
    assertThatThrownBy(() -> fake.faultsFrom(1, 1.1, FAULTS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 to 1");
    assertThatThrownBy(() -> fake.faultsFrom(1, Double.NaN, FAULTS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fake.faultsFrom(1, 0.5, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fault");
  }

  private List<Integer> submitted(int times) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      statuses.add(http.post(Requests.TASKS, Requests.THUMBNAIL).status());
    }
    return statuses;
  }
}
