package dev.longhaul.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The opening of a WebSocket as RFC 6455 wants it, without extensions and subprotocols. */
final class SocketHandshake {

  private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  private SocketHandshake() {}

  /** The answer to a request that opens no socket, or null when it does. */
  static @Nullable WireAnswer refusal(ReceivedRequest request) {
    if (!request.method().equals("GET")
        || !names(request, "Upgrade", "websocket")
        || !names(request, "Connection", "upgrade")) {
      return refusal(426, "This path takes WebSockets only").with("Upgrade", "websocket");
    }
    if (!VERSION.equals(request.header("Sec-WebSocket-Version"))) {
      return refusal(426, "Version 13 only").with("Sec-WebSocket-Version", VERSION);
    }
    return isKey(request.header("Sec-WebSocket-Key"))
        ? null
        : refusal(400, "Sec-WebSocket-Key must be 16 bytes in Base64");
  }

  /** The head that opens the socket. */
  static byte[] acceptance(ReceivedRequest request) {
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(String.valueOf(request.header("Sec-WebSocket-Key")))
            + "\r\n\r\n";
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK knows SHA-1", e);
    }
  }

  private static boolean names(ReceivedRequest request, String header, String token) {
    return request.headers().getOrDefault(header, List.of()).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .anyMatch(value -> value.trim().toLowerCase(Locale.ROOT).equals(token));
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static WireAnswer refusal(int status, String message) {
    return WireAnswer.text(status, "text/plain", message);
  }
}
