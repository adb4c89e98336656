package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.LonghaulException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.vestis.VestisClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the services tell of every answer what becomes of it: each row is tried. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
class ServiceErrorTablesTest {
  private static final Pattern STATUS = Pattern.compile("\\b\\d{3}\\b");
  private static final String LATE = "no answer in time";
  private static final Map<String, WireFault> OTHERS =
      Map.of(
          "404 whose words tell of a problem of the server",
          FakeVestis.hiddenServerFault(),
          "429 with the code `insufficient_quota`",
          WireFault.status(
              429, Map.of(), "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"No\"}}"),
          LATE,
          WireFault.stall(),
          "the connection breaks",
          WireFault.resetAfterRead(),
          "a web page in place of JSON",
          WireFault.htmlPage());

  static List<List<String>> videos() {
    return Document.read("docs/sora.md").table("Errors");
  }

  static List<List<String>> images() {
    return Document.read("docs/vestis.md").table("Errors");
  }

  @ParameterizedTest
  @MethodSource("videos")
  void anAnswerOfAVideoServerIsTheErrorOfItsRow(List<String> row, FakeSora fake) {
    try (SoraClient client = SoraClient.open(once(fake.baseUrl(), row))) {
      for (WireFault cause : causes(row.get(0))) {
        fake.always(SoraOperation.READ_VIDEO, cause);

        assertTold(() -> client.status("video_1"), row.get(2), row.get(3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void anAnswerOfVestisIsTheErrorOfItsRow(List<String> row, FakeVestis fake) {
    try (VestisClient client = VestisClient.open(once(fake.baseUrl(), row))) {
      for (WireFault cause : causes(row.get(0))) {
        fake.always(VestisOperation.READ_JOB, cause);

        assertTold(() -> client.status("1"), row.get(1), row.get(2));
      }
    }
  }

  private static List<WireFault> causes(String answer) {
    WireFault known = OTHERS.get(answer);
    if (known != null) {
      return List.of(known);
    }
    assertThat(answer).as("statuses alone, or words that the test knows").matches("[\\d, ]+");
    return STATUS
        .matcher(answer)
        .results()
        .map(status -> WireFault.status(Integer.parseInt(status.group()), Map.of(), ""))
        .toList();
  }

  private static void assertTold(ThrowingCallable read, String exception, String repeated) {
    LonghaulException error = catchThrowableOfType(LonghaulException.class, read);

    assertThat("`" + error.getClass().getSimpleName() + "`").isEqualTo(exception);
    assertThat(error.facts().attempts()).isEqualTo(repeated.equals("yes") ? 2 : 1);
  }

  private static ClientOptions once(String url, List<String> row) {
    Duration soon = Duration.ofMillis(1);
    return ClientOptions.builder(url)
        .attemptTimeout(row.get(0).equals(LATE) ? Duration.ofMillis(100) : Duration.ofMinutes(1))
        .resilience(ResilienceOptions.builder().maxRetries(1).backOff(soon, 1, soon).build())
        .build();
  }
}
