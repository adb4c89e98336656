package dev.longhaul.functionrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.ResilienceOptions;
import dev.longhaul.testkit.FakeExtension;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FunctionRunnerOperation;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server that cannot be reached is said to be so, with the place to look at; nothing hangs. */
@ExtendWith({LeakCheck.class, FakeExtension.class})
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnreachableServerTest {
  /** The ways to make a call; both must tell the same. */
  enum Surface {
    BLOCKING {
      @Override
      LonghaulException failure(FunctionRunnerClient client) {
        return catchThrowableOfType(
            LonghaulException.class, () -> client.templates(TemplateQuery.all()));
      }
    },
    ASYNC {
      @Override
      LonghaulException failure(FunctionRunnerClient client) throws Exception {
        return Bench.failure(client.templatesAsync(TemplateQuery.all()));
      }
    };

    abstract LonghaulException failure(FunctionRunnerClient client) throws Exception;
  }

  @ParameterizedTest
  @EnumSource(Surface.class)
  void aNameThatDoesNotResolveWasSentNothing(Surface surface) throws Exception {
    LonghaulException error = failure(surface, options("http://no-such-host.invalid:81"));

    assertUnsent(error, "The host name of no-such-host.invalid:81 does not resolve");
  }

  @ParameterizedTest
  @EnumSource(Surface.class)
  void aPortWhereNobodyListensWasSentNothing(Surface surface, FakeFunctionRunner fake)
      throws Exception {
    fake.close();

    LonghaulException error = failure(surface, options(fake.baseUrl()));

    assertUnsent(error, "Nothing accepts connections at 127.0.0.1:");
  }

  @ParameterizedTest
  @EnumSource(Surface.class)
  void aPlainServerBehindAnHttpsUrlWasSentNothing(Surface surface, FakeFunctionRunner fake)
      throws Exception {
    String secure = fake.baseUrl().replace("http:", "https:");

    assertUnsent(failure(surface, options(secure)), "No secure connection to 127.0.0.1:");
    assertThat(fake.ledger().requests(FunctionRunnerOperation.LIST_TEMPLATES)).isEmpty();
  }

  private static void assertUnsent(LonghaulException error, String text) {
    assertThat(error)
        .isExactlyInstanceOf(UnreachableException.class)
        .hasMessageContainingAll(text, "Check", "base URL");
    assertThat(error.facts().reach()).isEqualTo(Reach.NOT_SENT);
    assertThat(error.facts().status()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Surface.class)
  void aServerThatSaysNothingIsGivenUpWhenTheAttemptsTimeIsOver(
      Surface surface, FakeFunctionRunner fake) throws Exception {
    fake.always(FunctionRunnerOperation.ANY, WireFault.stall());

    LonghaulException error =
        failure(surface, options(fake.baseUrl()).attemptTimeout(Duration.ofMillis(200)));

    assertThat(error)
        .isExactlyInstanceOf(UnreachableException.class)
        .hasMessageContainingAll("No whole answer came from 127.0.0.1:", "within PT0.2S");
    assertThat(error.facts().reach()).isEqualTo(Reach.MAY_HAVE_TAKEN_EFFECT);
  }

  @Test
  void aServerThatSaysNothingInTheHandshakeIsGivenUpToo() throws Exception {
    try (RawServer silent =
        RawServer.answering(out -> Thread.sleep(Duration.ofMinutes(1).toMillis()))) {
      ClientOptions.Builder options =
          options(silent.baseUrl().replace("http:", "https:"))
              .attemptTimeout(Duration.ofMillis(200));

      LonghaulException error = failure(Surface.BLOCKING, options);

      assertThat(error).hasMessageContaining("No connection to 127.0.0.1:");
      assertThat(error.facts().reach()).isEqualTo(Reach.NOT_SENT);
    }
  }

  @Test
  void anAnswerThatTricklesPastTheAttemptsTimeIsGivenUp() throws Exception {
    try (RawServer slow =
        RawServer.answering(
            out -> {
              RawServer.head(out, "Content-Length: 1000000");
              for (int i = 0; i < 1000; i++) {
                out.write(' ');
                out.flush();
                Thread.sleep(20);
              }
            })) {
      LonghaulException error =
          failure(Surface.BLOCKING, options(slow.baseUrl()).attemptTimeout(Duration.ofMillis(200)));

      assertThat(error).hasMessageContaining("within PT0.2S");
    }
  }

  static Stream<WireFault> breaks() {
    return Stream.of(
        WireFault.resetBeforeRead(),
        WireFault.resetAfterRead(),
        WireFault.answerLost(),
        WireFault.truncatedBody(),
        WireFault.garbage());
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void aConnectionThatBreaksIsSaidToHaveBroken(WireFault fault, FakeFunctionRunner fake)
      throws Exception {
    fake.always(FunctionRunnerOperation.ANY, fault);

    LonghaulException error = failure(Surface.ASYNC, options(fake.baseUrl()));

    assertThat(error)
        .isExactlyInstanceOf(UnreachableException.class)
        .hasMessageContaining("broke before the whole answer had come");
    assertThat(error.facts().reach()).isEqualTo(Reach.MAY_HAVE_TAKEN_EFFECT);
  }

  @ParameterizedTest
  @EnumSource(Surface.class)
  void aBaseUrlWithAWrongPathIsNotFound(Surface surface, FakeFunctionRunner fake) throws Exception {
    LonghaulException error = failure(surface, options(fake.baseUrl() + "/wrong"));

    assertThat(error)
        .isExactlyInstanceOf(NotFoundException.class)
        .hasMessageContaining("Check the id and the base URL");
    assertThat(fake.ledger().requests().get(0).path())
        .isEqualTo("/wrong/api/v1/functions/templates");
  }

  @ParameterizedTest
  @EnumSource(Surface.class)
  void aServerThatPointsElsewhereIsNotFollowed(Surface surface, FakeFunctionRunner fake)
      throws Exception {
    fake.fault(FunctionRunnerOperation.ANY, WireFault.redirectTo("http://elsewhere.test/"));

    LonghaulException error = failure(surface, options(fake.baseUrl()));

    assertThat(error)
        .isExactlyInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContainingAll("points elsewhere", "HTTP 307");
    assertThat(fake.ledger().requests()).hasSize(1);
  }

  private static ClientOptions.Builder options(String baseUrl) {
    return ClientOptions.builder(baseUrl)
        .resilience(ResilienceOptions.builder().maxRetries(0).build());
  }

  private static LonghaulException failure(Surface surface, ClientOptions.Builder options)
      throws Exception {
    try (FunctionRunnerClient client = FunctionRunnerClient.open(options.build())) {
      LonghaulException failure = surface.failure(client);
      assertThat(failure).as("the call's failure").isNotNull();
      return failure;
    }
  }
}
