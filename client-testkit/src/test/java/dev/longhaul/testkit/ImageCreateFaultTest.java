package dev.longhaul.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakCheck.class, FakeExtension.class})
class ImageCreateFaultTest {

  private FakeVestis fake;
  private ImageCalls calls;

  @BeforeEach
  void open(FakeVestis fake) {
    this.fake = fake;
    this.calls = new ImageCalls(fake);
  }

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void aLostAnswerLeavesAJobInTheList() throws IOException {
    fake.fault(VestisOperation.CREATE_JOB, WireFault.answerLost());

    assertThatThrownBy(calls::create).isInstanceOf(IOException.class);

    assertThat(fake.ledger().creates()).isEqualTo(1);
    assertThat(calls.ids("")).isEqualTo("1");
  }

  @Test
  void aFaultThatKeepsTheServiceFromActingLeavesNone() throws IOException {
    fake.fault(VestisOperation.CREATE_JOB, WireFault.resetAfterRead());
    fake.fault(VestisOperation.CREATE_JOB, WireFault.status(503));

    assertThatThrownBy(calls::create).isInstanceOf(IOException.class);
    Http.Answer refused = calls.create();

    assertThat(refused.status()).isEqualTo(503);
    assertThat(ImageCalls.error(refused)).isEqualTo("On purpose");
    assertThat(fake.ledger().creates()).isZero();
    assertThat(fake.ledger().createsReceived()).isEqualTo(2);
  }

  @Test
  void chanceMeetsCreatesAloneAndTheSameOnesForASeed() throws IOException {
    List<WireFault> faults = List.of(WireFault.status(500), WireFault.status(503));
    fake.faultsFrom(42, 0.5, faults);
    List<Integer> first = created(40);
    fake.faultsFrom(42, 0.5, faults);

    assertThat(created(40)).isEqualTo(first).contains(202, 500, 503);
    fake.faultsFrom(42, 1, faults);
    assertThat(calls.state("1")).isNotEmpty();
    assertThat(calls.http().get("/generations").status()).isEqualTo(200);
    assertThat(calls.cancel("99").status()).isEqualTo(404);
  }

  @Test
  void anyMeansEveryRequest() throws IOException {
    fake.always(VestisOperation.ANY, WireFault.status(500));
    assertThat(calls.create().status()).isEqualTo(500);
    assertThat(calls.http().get("/jobs").status()).isEqualTo(500);

    fake.clearFaults();
    assertThat(calls.create().status()).isEqualTo(202);
    assertThat(fake.ledger().requests(VestisOperation.ANY)).hasSize(3);
    assertThat(fake.ledger().requests(VestisOperation.LIST_JOBS)).hasSize(1);
  }

  @Test
  void aServerFaultMayHideBehindANotFound() throws IOException {
    String id = calls.submit();
    fake.fault(VestisOperation.READ_JOB, FakeVestis.hiddenServerFault());

    Http.Answer hidden = calls.http().get("/jobs/" + id);

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(ImageCalls.error(hidden)).isEqualTo("the server encountered a problem");
    assertThat(calls.state(id)).isNotEmpty();
  }

  private List<Integer> created(int times) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      statuses.add(calls.create().status());
    }
    return statuses;
  }
}
