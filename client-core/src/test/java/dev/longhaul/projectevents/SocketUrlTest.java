package dev.longhaul.projectevents;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the socket is taken to be, and what follows from its URL. */
class SocketUrlTest {
  @Test
  void ourOwnVariableCountsBeforeAllAndNoNameIsLookedUp() {
    Map<String, String> both =
        Map.of("LONGHAUL_EVENTS_BASE_URL", "ws://here/ws", "PUBLIC_WS_URL", "ws://there/ws");

    assertThat(
            SocketUrl.documented(
                both,
                host -> {
                  throw new AssertionError(host);
                }))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "true, , ws://backend:8000/ws",
    "true, ws://there/ws, ws://backend:8000/ws",
    "false, ws://there/ws, ws://there/ws",
    "false, ' ', ws://localhost:8000/ws",
    "false, , ws://localhost:8000/ws",
  })
  void theDocumentedUrlsComeInTheirOrder(boolean inside, String configured, String expected) {
    Map<String, String> environment =
        configured == null ? Map.of() : Map.of("PUBLIC_WS_URL", configured);
    List<String> asked = new ArrayList<>();

    assertThat(
            SocketUrl.documented(
                environment,
                host -> {
                  asked.add(host);
                  return inside;
                }))
        .isEqualTo(expected);
    assertThat(asked).containsExactly("backend");
  }

  @ParameterizedTest
  @CsvSource({
    "ws://h:8000/ws, http://h:8000/",
    "ws://h:8000/ws/, http://h:8000/",
    "wss://h/api/v2/ws?token=x, https://h/api/v2/",
    "ws://h, http://h/",
    "ws://h/, http://h/",
  })
  void tasksAreReadBesideTheSocket(String socket, String root) {
    assertThat(SocketUrl.httpRoot(URI.create(socket))).isEqualTo(root);
  }

  @ParameterizedTest
  @CsvSource({
    "ws://h:8000/ws, p-7, ws://h:8000/ws/p-7",
    "ws://h:8000/ws/, p-7, ws://h:8000/ws/p-7",
    "wss://h/ws?v=1, a b/c?, wss://h/ws/a%20b%2Fc%3F?v=1",
  })
  void theProjectIsOneMoreSegment(String socket, String project, String expected) {
    assertThat(SocketUrl.withProject(URI.create(socket), project)).isEqualTo(expected);
  }

  @Test
  void theNameOfASessionHoldsNoQuery() {
    assertThat(SocketUrl.key(URI.create("wss://h/ws?token=secret")))
        .isEqualTo("ws-session wss://h/ws");
  }
}
