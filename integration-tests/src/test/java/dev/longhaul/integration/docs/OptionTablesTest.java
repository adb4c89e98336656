package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.functionrunner.FunctionRunnerOptions;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientEvent;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.projectevents.ProjectEventsOptions;
import dev.longhaul.realtime.RealtimeOptions;
import dev.longhaul.sora.SoraOptions;
import dev.longhaul.streamer.StreamerOptions;
import dev.longhaul.vestis.VestisOptions;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of options name every option, with its default and the limits that hold. */
class OptionTablesTest {
  private static final Document RESILIENCE = Document.read("docs/resilience.md");
  private static final Document WATCHING = Document.read("docs/watching-jobs.md");
  private static final Document RUNNER = Document.read("docs/function-runner.md");
  private static final Document VIDEOS = Document.read("docs/sora.md");
  private static final Document EVENTS = Document.read("docs/project-events.md");
  private static final Document STREAMER = Document.read("docs/streamer.md");
  private static final Document REALTIME = Document.read("docs/realtime.md");
  private static final Document VESTIS = Document.read("docs/vestis.md");
  private static final Pattern LIMITS = Pattern.compile("(.+) to (.+)");
  private static final Duration HOUR = Duration.ofHours(1);

  static Stream<Arguments> tables() {
    ClientOptions options = ClientOptions.builder("https://runner.example.com/").build();
    return Stream.of(
        Arguments.of(RESILIENCE, ResilienceOptions.defaults()),
        Arguments.of(RESILIENCE, options),
        Arguments.of(WATCHING, WatchOptions.defaults()),
        Arguments.of(REALTIME, RealtimeOptions.defaults()),
        Arguments.of(EVENTS, ProjectEventsOptions.defaults()),
        Arguments.of(STREAMER, StreamerOptions.defaults()),
        Arguments.of(RUNNER, FunctionRunnerOptions.defaults()),
        Arguments.of(VIDEOS, SoraOptions.defaults()),
        Arguments.of(VESTIS, VestisOptions.defaults()));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void everyOptionHasARowWithItsDefault(Document page, Object defaults) throws Exception {
    List<List<String>> rows = page.table("`" + defaults.getClass().getSimpleName() + "`");

    assertThat(rows.stream().map(row -> Document.code(row.get(0)).get(0)))
        .containsExactlyInAnyOrderElementsOf(names(defaults.getClass()));
    for (List<String> row : rows) {
      Object value = option(defaults, row).invoke(defaults);
      boolean told = row.get(1).equals("required") || Values.tell(row.get(1), value);
      assertThat(told).as("%s says %s, it is %s", row.get(0), row.get(1), value).isTrue();
    }
  }

  /** The clients set no more than the first three, so the last has to follow. */
  @Test
  void theFastestDelayOfEachClientFollowsFromItsPace() {
    List<List<String>> paces = WATCHING.table("The pace of each client");

    assertThat(paces).hasSize(3);
    for (List<String> row : paces) {
      WatchOptions pace =
          WatchOptions.builder()
              .usualPace(
                  time(Values.parse(row.get(1))),
                  ((BigDecimal) Values.parse(row.get(2))).doubleValue(),
                  time(Values.parse(row.get(3))))
              .build();
      assertThat(pace.fastestPoll()).as(row.get(0)).isEqualTo(Values.parse(row.get(4)));
    }
  }

  @Test
  void everyOptionOfACallHasARow() {
    assertThat(
            RESILIENCE.table("`CallOptions`").stream().map(row -> Document.code(row.get(0)).get(0)))
        .containsExactlyInAnyOrderElementsOf(names(CallOptions.class));
  }

  @Test
  void everyKindOfEventHasARow() {
    assertThat(RESILIENCE.table("Events").stream().map(row -> Document.code(row.get(0)).get(0)))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ClientEvent.class.getDeclaredClasses())
                .filter(ClientEvent.class::isAssignableFrom)
                .map(Class::getSimpleName)
                .toList());
  }

  static Stream<Arguments> limits() {
    return tables()
        .flatMap(
            table -> {
              Document page = (Document) table.get()[0];
              String heading = "`" + table.get()[1].getClass().getSimpleName() + "`";
              return page.table(heading).stream().filter(row -> !row.get(2).isEmpty());
            })
        .map(row -> Arguments.of(Document.code(row.get(0)).get(0), row.get(2)));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void aValueIsTakenUpToItsLimitsAndRefusedBeyond(String option, String limits) {
    MatchResult both = LIMITS.matcher(limits).results().findFirst().orElseThrow();
    Object least = Values.parse(both.group(1));
    Object most = Values.parse(both.group(2));
    Consumer<Object> setter = setters().get(option);
    assertThat(setter).as("a way to set " + option).isNotNull();

    setter.accept(least);
    setter.accept(most);
    assertThatThrownBy(() -> setter.accept(beside(least, -1)))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> setter.accept(beside(most, 1)))
        .isInstanceOf(InvalidInputException.class);
  }

  private static Object beside(Object limit, int step) {
    return limit instanceof Duration time
        ? time.plusNanos(step)
        : ((BigDecimal) limit).add(BigDecimal.valueOf(step));
  }

  private static Map<String, Consumer<Object>> setters() {
    ResilienceOptions.Builder calls = ResilienceOptions.builder();
    ClientOptions.Builder client = ClientOptions.builder("https://runner.example.com");
    WatchOptions.Builder watch = WatchOptions.builder();
    FunctionRunnerOptions.Builder runner = FunctionRunnerOptions.builder();
    RealtimeOptions.Builder socket = RealtimeOptions.builder();
    StreamerOptions.Builder streamer = StreamerOptions.builder();
    Duration tiny = Duration.ofMillis(1);
    return Map.ofEntries(
        Map.entry("restartDelay", it -> socket.restartDelay(time(it))),
        Map.entry("handshakeTimeout", it -> socket.handshakeTimeout(time(it))),
        Map.entry("heartbeat", it -> socket.heartbeat(time(it))),
        Map.entry("renewalMargin", it -> socket.lifeLimit(HOUR, time(it))),
        Map.entry("queueExpiry", it -> socket.queue(1, time(it))),
        Map.entry("frameLimit", it -> socket.frameLimit(number(it))),
        Map.entry("answerTimeout", it -> streamer.answerTimeout(time(it))),
        Map.entry("estimateFactor", it -> streamer.estimates(number(it), HOUR)),
        Map.entry("estimateSlack", it -> streamer.estimates(1, time(it))),
        Map.entry("timeout", it -> streamer.timeout(time(it))),
        Map.entry("deadline", it -> calls.deadline(time(it))),
        Map.entry("maxRetries", it -> calls.maxRetries(number(it))),
        Map.entry("firstDelay", it -> calls.backOff(time(it), 2, later(time(it), HOUR))),
        Map.entry("backOffFactor", it -> calls.backOff(tiny, number(it), HOUR)),
        Map.entry("longestDelay", it -> calls.backOff(tiny, 2, time(it))),
        Map.entry("retryBudget", it -> calls.retryBudget(number(it))),
        Map.entry("concurrency", it -> calls.concurrency(number(it), 0)),
        Map.entry("queue", it -> calls.concurrency(1, number(it))),
        Map.entry("connectTimeout", it -> client.connectTimeout(time(it))),
        Map.entry("attemptTimeout", it -> client.attemptTimeout(time(it))),
        Map.entry("createTimeout", it -> client.createTimeout(time(it))),
        Map.entry("idleTimeout", it -> client.idleTimeout(time(it))),
        Map.entry("answerLimit", it -> client.answerLimit(((BigDecimal) it).longValueExact())),
        Map.entry(
            "firstPoll", it -> watch.pollPace(time(it), 1, later(time(it), Duration.ofSeconds(1)))),
        Map.entry("pollFactor", it -> watch.pollPace(HOUR, number(it), HOUR)),
        Map.entry("slowestPoll", it -> watch.pollPace(Duration.ofMillis(10), 1, time(it))),
        Map.entry("fastestPoll", it -> watch.fastestPoll(time(it))),
        Map.entry("readsPerSecond", it -> watch.readsPerSecond(number(it))),
        Map.entry("safetyPoll", it -> watch.safetyPoll(time(it))),
        Map.entry("jitter", it -> watch.jitter(number(it))),
        Map.entry("listAge", it -> runner.templateAge(time(it), Duration.ZERO)),
        Map.entry("templateAge", it -> runner.templateAge(Duration.ZERO, time(it))));
  }

  private static Duration later(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration time(Object value) {
    return (Duration) value;
  }

  private static int number(Object value) {
    return ((BigDecimal) value).intValueExact();
  }

  private static List<String> names(Class<?> options) {
    return Values.accessors(options).stream().map(Values::option).toList();
  }

  private static Method option(Object options, List<String> row) {
    String name = Document.code(row.get(0)).get(0);
    return Values.accessors(options.getClass()).stream()
        .filter(it -> Values.option(it).equals(name))
        .findFirst()
        .orElseThrow();
  }
}
