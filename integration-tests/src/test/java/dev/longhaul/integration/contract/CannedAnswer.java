package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One answer as a document shows it.
 *
 * @param operation what it answers
 * @param status the HTTP status
 * @param headers the headers, each with its example
 * @param example the name of the example
 * @param contentType null for an answer without a body
 * @param value the example itself; null for an answer without a body
 */
record CannedAnswer(
    SpecOperation operation,
    int status,
    Map<String, String> headers,
    String example,
    @Nullable String contentType,
    @Nullable JsonElement value) {

  CannedAnswer with(String name, String type, JsonElement body) {
    return new CannedAnswer(operation, status, headers, name, type, body);
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns the status and the example's name, which tell it from the other answers. */
  String label() {
    return status + "/" + example;
  }

  /** Returns the example itself; null in JSON for an answer without a body. */
  JsonElement json() {
    return value == null ? JsonNull.INSTANCE : value.deepCopy();
  }

  /** Returns the bytes to send; a document shows what is no JSON as text. */
  byte[] body() {
    if (value == null) {
      return new byte[0];
    }
    boolean json = contentType != null && contentType.contains("json");
    return (json ? value.toString() : value.getAsString()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return label();
  }
}
