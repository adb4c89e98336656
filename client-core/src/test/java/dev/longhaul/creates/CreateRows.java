package dev.longhaul.creates;

import static dev.longhaul.creates.CreateRow.always;
import static dev.longhaul.creates.CreateRow.doubtful;
import static dev.longhaul.creates.CreateRow.lost;

import dev.longhaul.creates.CreateRow.Wire;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.RefusedException;
import dev.longhaul.error.UnexpectedAnswerException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.policy.Credentials;
import dev.longhaul.testkit.WireFault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Dns;

/** What can go wrong with a create over HTTP/1.1, and what has to come of it. */
final class CreateRows {
  private static final Duration SHORT = Duration.ofMillis(250);
  private static final CreateCell UNREACHED = CreateCell.unsent(4, UnreachableException.class);
  private static final CreateCell AT_ONCE = CreateCell.handle(1, 1);
  private static final CreateCell REPEATED = CreateCell.handle(2, 1);
  private static final CreateCell UNCERTAIN = CreateCell.uncertain(1, 0);

  /** A code is what tells the words of an API from those of a proxy. */
  private static final String OWN_WORDS =
      "{\"error\":{\"code\":\"service_unavailable\",\"message\":\"Busy\"}}";

  private static final String HIDDEN =
      "{\"error\":\"the server encountered a problem and could not process your request\"}";

  private CreateRows() {}

  static List<CreateRow> all() {
    return Stream.of(
            unreached(),
            broken(),
            strange(),
            refused(),
            slowedDown(),
            failed(),
            moved(),
            reused(),
            Http2Rows.all())
        .flatMap(List::stream)
        .toList();
  }

  private static List<CreateRow> unreached() {
    return List.of(
        always("The name never resolves", scene -> dns(scene, Integer.MAX_VALUE), UNREACHED),
        always("The name does not resolve", scene -> dns(scene, 1), AT_ONCE),
        always(
            "Connection refused, always",
            scene -> {
              scene.baseUrl("http:/" + SilentPort.refusing());
            },
            UNREACHED),
        always(
            "Connection refused",
            scene -> {
              FirstConnectionAstray astray = new FirstConnectionAstray(SilentPort.refusing());
              scene.callers(client -> client.socketFactory(astray));
            },
            AT_ONCE),
        always(
            "No connection in time",
            scene -> {
              SilentPort silent = new SilentPort();
              scene.closedLater(silent);
              FirstConnectionAstray astray = new FirstConnectionAstray(silent.address());
              scene.callers(client -> client.socketFactory(astray));
              scene.options(options -> options.connectTimeout(SHORT));
            },
            AT_ONCE),
        always(
            "The TLS handshake breaks, always",
            scene -> scene.baseUrl(scene.target.baseUrl().replace("http:", "https:")),
            UNREACHED));
  }

  private static void dns(CreateScene scene, int failures) {
    AtomicInteger asked = new AtomicInteger();
    Dns broken =
        host -> {
          if (asked.incrementAndGet() <= failures) {
            throw new UnknownHostException(host);
          }
          return List.of(InetAddress.getByName("127.0.0.1"));
        };
    scene.callers(client -> client.dns(broken));
    scene.baseUrl(scene.target.baseUrl().replace("127.0.0.1", "localhost"));
  }

  private static List<CreateRow> broken() {
    return List.of(
        doubtful("No answer within the attempt's time", scene -> late(scene, WireFault.stall())),
        lost(
            "The job is made, the answer comes after the attempt's time",
            scene -> late(scene, WireFault.delay(Duration.ofSeconds(1)))),
        doubtful("Reset before the first byte", fault(WireFault.resetBeforeRead())),
        doubtful("Reset after the headers", fault(WireFault.resetAfterHeaders())),
        doubtful("Reset after the body", fault(WireFault.resetAfterRead())),
        lost("The job is made, the answer lost", fault(WireFault.answerLost())),
        lost(
            "The job is made, the answer's head alone comes",
            fault(WireFault.resetAfterAnswerHead())),
        lost("The job is made, half of the answer comes", fault(WireFault.truncatedBody())),
        doubtful("Bytes that are not HTTP", fault(WireFault.garbage())));
  }

  private static void late(CreateScene scene, WireFault fault) {
    scene.fault(fault);
    scene.options(options -> options.createTimeout(SHORT));
  }

  private static List<CreateRow> strange() {
    return List.of(
        always("200 with a web page", fault(WireFault.htmlPage()), UNCERTAIN),
        always("200 with nothing", fault(WireFault.emptyBody()), UNCERTAIN),
        always(
            "200 without an id",
            fault(WireFault.malformedJson("{\"status\":\"pending\"}")),
            UNCERTAIN));
  }

  private static List<CreateRow> refused() {
    return List.of(
        refusal(400, RefusedException.class),
        always(
            "401",
            fault(WireFault.status(401)),
            CreateCell.declined(1, CredentialsException.class)),
        always("401, and the credentials can be refreshed", CreateRows::staleToken, REPEATED),
        refusal(402, QuotaExhaustedException.class),
        refusal(403, CredentialsException.class),
        refusal(404, NotFoundException.class),
        doubtful("404 whose text says that the server failed", answer(404, Map.of(), HIDDEN)),
        refusal(409, RefusedException.class),
        new CreateRow(
            Wire.ANY,
            "The key was used before, by another client",
            scene ->
                scene.before(
                    client -> {
                      try (CreateTarget.Caller other = scene.open()) {
                        other.submit(scene.key).detach();
                      }
                    }),
            AT_ONCE,
            CreateCell.handle(1, 0),
            CreateCell.exists(1, 0)),
        refusal(413, RefusedException.class),
        refusal(422, RefusedException.class),
        always("425", fault(WireFault.status(425)), REPEATED));
  }

  private static CreateRow refusal(int status, Class<? extends LonghaulException> error) {
    return always(
        Integer.toString(status), fault(WireFault.status(status)), CreateCell.declined(1, error));
  }

  private static void staleToken(CreateScene scene) {
    AtomicInteger fetches = new AtomicInteger();
    Credentials fresh =
        Credentials.refreshing(
            () ->
                CompletableFuture.completedFuture(
                    fetches.getAndIncrement() == 0 ? "stale-token" : CreateTarget.TOKEN));
    scene.options(options -> options.credentials(fresh));
  }

  private static List<CreateRow> slowedDown() {
    String quota = "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"No credit left\"}}";
    CreateCell limited = CreateCell.declined(1, RateLimitedException.class);
    return List.of(
        always("429", fault(WireFault.status(429)), REPEATED),
        always("429 with `Retry-After: 1`", answer(429, Map.of("Retry-After", "1"), ""), REPEATED),
        always(
            "429 with a `Retry-After` beyond the deadline",
            answer(429, Map.of("Retry-After", "3600"), ""),
            limited),
        always(
            "429 with `x-should-retry: false`",
            answer(429, Map.of("x-should-retry", "false"), ""),
            limited),
        always(
            "429 whose code tells of quota",
            answer(429, Map.of(), quota),
            CreateCell.declined(1, QuotaExhaustedException.class)));
  }

  private static List<CreateRow> failed() {
    Map<String, String> page = Map.of("Content-Type", "text/html");
    return List.of(
        doubtful("408", fault(WireFault.status(408))),
        doubtful("500", fault(WireFault.status(500))),
        doubtful(
            "500 with `x-should-retry: true`", answer(500, Map.of("x-should-retry", "true"), "")),
        doubtful("502", answer(502, page, "<h1>Bad gateway</h1>")),
        doubtful("503 of a proxy", answer(503, page, "<h1>Unavailable</h1>")),
        always("503 with `Retry-After: 0`", answer(503, Map.of("Retry-After", "0"), ""), REPEATED),
        always("503 with the API's own error body", answer(503, Map.of(), OWN_WORDS), REPEATED),
        doubtful(
            "503 with JSON that a proxy may write",
            answer(503, Map.of(), "{\"message\":\"Unavailable\"}")),
        doubtful("504", answer(504, page, "<h1>Time-out</h1>")));
  }

  private static List<CreateRow> moved() {
    CreateCell stays = CreateCell.declined(1, UnexpectedAnswerException.class);
    return List.of(
        always("307 to the same origin", redirect(307, true), REPEATED),
        always("308 to the same origin", redirect(308, true), REPEATED),
        always("307 to another origin", redirect(307, false), stays),
        always("308 to another origin", redirect(308, false), stays),
        always("301 to the same origin", redirect(301, true), UNCERTAIN),
        always("302 to the same origin", redirect(302, true), UNCERTAIN),
        always("303 to the same origin", redirect(303, true), UNCERTAIN));
  }

  private static CreateRow.Trouble redirect(int status, boolean toUs) {
    return scene -> {
      String url = toUs ? scene.target.createUrl() : elsewhere(scene);
      scene.fault(WireFault.status(status, Map.of("Location", url), ""));
    };
  }

  /** A server of another origin, whose answer would not be what the caller has to be told. */
  private static String elsewhere(CreateScene scene) {
    CreateTarget other = scene.target.another();
    scene.closedLater(other);
    return other.createUrl();
  }

  private static List<CreateRow> reused() {
    return List.of(
        always(
            "The kept connection was closed after an earlier answer",
            scene -> {
              scene.target.failRead(WireFault.closesAfterAnswer());
              scene.before(
                  client -> {
                    client.read();
                    scene.awaitNoConnection();
                  });
            },
            AT_ONCE),
        doubtful(
            "The kept connection is reset as the create comes",
            scene -> {
              scene.before(CreateTarget.Caller::read);
              scene.fault(WireFault.resetBeforeRead());
            }));
  }

  private static CreateRow.Trouble fault(WireFault fault) {
    return scene -> scene.fault(fault);
  }

  private static CreateRow.Trouble answer(int status, Map<String, String> headers, String body) {
    return fault(WireFault.status(status, headers, body));
  }
}
