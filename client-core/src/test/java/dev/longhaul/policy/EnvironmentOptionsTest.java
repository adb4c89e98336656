package dev.longhaul.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options come from the environment, and what is wrong there is told by the variable's name. */
class EnvironmentOptionsTest {
  private static final List<String> SERVICES =
      List.of("FUNCTIONS", "VESTIS", "SORA", "STREAMER", "EVENTS");
  private static final List<String> PARTS =
      List.of("BASE_URL", "TOKEN", "TIMEOUT", "MAX_RETRIES", "RETRY_DELAY");
  private static final String URL = "https://runner.example.com/api";

  @ParameterizedTest
  @ValueSource(strings = {"FUNCTIONS", "VESTIS", "SORA", "STREAMER", "EVENTS"})
  void everyServiceHasItsOwnVariables(String service) {
    Map<String, String> environment = new HashMap<>();
    for (String other : SERVICES) {
      environment.put("LONGHAUL_" + other + "_BASE_URL", "https://" + other + ".example.com");
      environment.put("LONGHAUL_" + other + "_TOKEN", other.toLowerCase(Locale.ROOT));
    }

    ClientOptions options = EnvironmentOptions.read(service, environment).build();

    assertThat(options.baseUrl().getHost()).isEqualTo(service + ".example.com");
    assertThat(options.credentials().authorization())
        .isCompletedWithValue(Optional.of("Bearer " + service.toLowerCase(Locale.ROOT)));
  }

  @Test
  void theUrlAloneLeavesEveryDefault() {
    ClientOptions options = read(Map.of());

    assertThat(options.baseUrl()).hasToString(URL + "/");
    assertThat(options.credentials()).isSameAs(Credentials.none());
    assertThat(options.attemptTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.createTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.resilience().deadline()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.resilience().maxRetries()).isEqualTo(3);
    assertThat(options.resilience().firstDelay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(options.resilience().longestDelay()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void blankVariablesCountAsUnset() {
    ClientOptions options =
        read(Map.of("TOKEN", " ", "TIMEOUT", "", "MAX_RETRIES", "\t", "RETRY_DELAY", "  "));

    assertThat(options.credentials()).isSameAs(Credentials.none());
    assertThat(options.attemptTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(options.resilience().maxRetries()).isEqualTo(3);
    assertThat(options.resilience().firstDelay()).isEqualTo(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "500ms, PT0.5S",
    "2m, PT2M",
    "1h, PT1H",
    "PT30S, PT30S",
    "PT1M1.5S, PT1M1.5S",
    "' 45 s ', PT45S",
    "10S, PT10S",
    "1ms, PT0.001S",
    "576h, PT576H",
    "P24D, PT576H"
  })
  void aTimeoutIsThatOfOneAttempt(String text, Duration time) {
    ClientOptions options = read(Map.of("TIMEOUT", text));

    assertThat(options.attemptTimeout()).isEqualTo(time);
    assertThat(options.createTimeout()).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({"30s, PT2M", "2m, PT2M", "121s, PT121S", "1h, PT1H"})
  void aTimeoutLongerThanTheDeadlineRaisesIt(String timeout, Duration deadline) {
    assertThat(read(Map.of("TIMEOUT", timeout)).resilience().deadline()).isEqualTo(deadline);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "20, 20", "' 7 ', 7"})
  void retriesAreCounted(String text, int retries) {
    assertThat(read(Map.of("MAX_RETRIES", text)).resilience().maxRetries()).isEqualTo(retries);
  }

  @ParameterizedTest
  @CsvSource({"250ms, PT0.25S, PT30S", "30s, PT30S, PT30S", "5m, PT5M, PT5M", "1h, PT1H, PT1H"})
  void aRetryDelayIsTheFirstOfThePace(String text, Duration first, Duration longest) {
    ResilienceOptions resilience = read(Map.of("RETRY_DELAY", text)).resilience();

    assertThat(resilience.firstDelay()).isEqualTo(first);
    assertThat(resilience.backOffFactor()).isEqualTo(2);
    assertThat(resilience.longestDelay()).isEqualTo(longest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BASE_URL|''|is not set. Set it",
        "BASE_URL|'  '|is not set. Set it",
        "BASE_URL|runner.example.com|does not start with http:// or https://",
        "BASE_URL|https://me:hunter2@runner.example.com|holds a user name or password",
        "TOKEN|hunter2 hunter2|has a character at position 7 that a header cannot hold",
        "TOKEN|hünter2|has a character at position 1 that a header cannot hold",
        "TIMEOUT|30|is a number without a unit. Write it as 30s, 500ms, 2m, 1h or PT30S",
        "TIMEOUT|1.5|is a number without a unit. Write it as",
        "TIMEOUT|-30|is a number without a unit. Write it as",
        "TIMEOUT|hunter2|is no length of time. Write it as",
        "TIMEOUT|-30s|is no length of time. Write it as",
        "TIMEOUT|1.5s|is no length of time. Write it as",
        "TIMEOUT|30sec|is no length of time. Write it as",
        "TIMEOUT|PT99999999999999999999S|is no length of time. Write it as",
        "TIMEOUT|0s|is PT0S, outside 1 ms to 24 days",
        "TIMEOUT|PT-5S|is PT-5S, outside 1 ms to 24 days",
        "TIMEOUT|577h|is PT577H, outside 1 ms to 24 days",
        "TIMEOUT|999999999h|outside 1 ms to 24 days",
        "MAX_RETRIES|hunter2|is no whole number. Write a number from 0 to 20",
        "MAX_RETRIES|3.0|is no whole number",
        "MAX_RETRIES|99999999999|is no whole number",
        "MAX_RETRIES|-1|is -1, outside 0 to 20",
        "MAX_RETRIES|21|is 21, outside 0 to 20",
        "RETRY_DELAY|1|is a number without a unit",
        "RETRY_DELAY|0ms|is PT0S, outside 1 ms to 1 h",
        "RETRY_DELAY|61m|is PT1H1M, outside 1 ms to 1 h"
      })
  void whatCannotWorkIsRefusedByTheNameOfItsVariable(String part, String text, String problem) {
    String variable = "LONGHAUL_SORA_" + part;

    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> EnvironmentOptions.read("SORA", environment("SORA", Map.of(part, text))));

    assertThat(refused).as("what was refused").isNotNull();
    assertThat(refused.field()).isEqualTo(variable);
    assertThat(refused)
        .hasMessageStartingWith(variable + " ")
        .hasMessageContaining(problem)
        .hasMessageNotContaining("nter2")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "functions", "FUNCTION", "PATH"})
  void aServiceThatIsNoneIsRefused(String service) {
    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> ClientOptions.fromEnvironment(service));

    assertThat(refused.field()).isEqualTo("service");
    assertThat(refused).hasMessageContaining(SERVICES.toString());
  }

  @Test
  void theEnvironmentOfThisProcessIsReadByDefault() {
    String variable = "LONGHAUL_EVENTS_BASE_URL";
    assertThat(System.getenv()).doesNotContainKey(variable);

    InvalidInputException refused =
        catchThrowableOfType(
            InvalidInputException.class, () -> ClientOptions.fromEnvironment("EVENTS"));

    assertThat(refused).hasMessageContaining(variable + " is not set");
  }

  @Test
  void whatTheEnvironmentGaveCanBeBuiltOn() {
    Map<String, String> environment =
        environment("VESTIS", Map.of("BASE_URL", "http://vestis.internal", "TOKEN", "hunter2"));

    assertThat(
            catchThrowableOfType(
                InvalidInputException.class,
                () -> EnvironmentOptions.read("VESTIS", environment).build()))
        .hasMessageContaining("unencrypted to vestis.internal");
    assertThat(
            EnvironmentOptions.read("VESTIS", environment)
                .allowPlainHttp("vestis.internal")
                .build())
        .hasToString("ClientOptions[http://vestis.internal/, Credentials[bearer]]");
  }

  @Test
  void theExampleFileNamesEveryVariableAndWorks() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("..", ".env.example"));
    Map<String, String> example =
        lines.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

    assertThat(example.keySet()).containsExactlyInAnyOrderElementsOf(variables().toList());
    ClientOptions options = EnvironmentOptions.read("FUNCTIONS", example).build();
    assertThat(options.baseUrl()).hasToString("http://localhost:8000/");
    assertThat(options.resilience().deadline()).isEqualTo(Duration.ofMinutes(2));
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).endsWith("_BASE_URL=") || lines.get(i).contains("_BASE_URL=http")) {
        assertThat(lines.get(i - 1)).as("what stands above line %d", i).startsWith("# ");
      }
    }
  }

  private static Stream<String> variables() {
    return SERVICES.stream()
        .flatMap(service -> PARTS.stream().map(part -> "LONGHAUL_" + service + "_" + part));
  }

  private static ClientOptions read(Map<String, String> parts) {
    return EnvironmentOptions.read("FUNCTIONS", environment("FUNCTIONS", parts)).build();
  }

  private static Map<String, String> environment(String service, Map<String, String> parts) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LONGHAUL_" + service + "_BASE_URL", URL);
    parts.forEach((part, text) -> environment.put("LONGHAUL_" + service + "_" + part, text));
    return environment;
  }
}
