package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One request as it left, and the answer it got.
 *
 * @param operation what it asked for; null when nothing was prepared for such a request
 * @param method the HTTP method, in upper case
 * @param path the path as it was sent
 * @param query the parameters behind the path, decoded
 * @param sent the request's headers and body
 * @param status the answer's HTTP status
 * @param answered the answer's headers and body
 */
record Exchange(
    @Nullable String operation,
    String method,
    String path,
    Map<String, List<String>> query,
    Message sent,
    int status,
    Message answered) {

  /**
   * Half of an exchange.
   *
   * @param headers every header with its values
   * @param body empty when there is none
   */
  record Message(Map<String, List<String>> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    Optional<JsonElement> json() {
      return body.length == 0 || isForm()
          ? Optional.empty()
          : Optional.of(JsonParser.parseString(text()));
    }

    Optional<FormBody> form() {
      return isForm() ? Optional.of(FormBody.parse(contentType(), body)) : Optional.empty();
    }

    /** Returns the body as a document shows it, be it JSON or a form. */
    Optional<JsonElement> tree() {
      return form().<JsonElement>map(FormBody::tree).or(this::json);
    }

    private boolean isForm() {
      return contentType().startsWith(Spec.FORM);
    }

    private String contentType() {
      return headers.getOrDefault("Content-Type", List.of("")).get(0);
    }
  }

  /** Returns what the request carried, in the words of {@link SpecOperation#requestParts()}. */
  Set<String> requestParts() {
    Set<String> parts = new TreeSet<>();
    query.forEach((name, values) -> parts.add("query " + name + "=" + values));
    sent.headers().keySet().forEach(name -> parts.add("header " + name));
    sent.json().ifPresent(body -> addFields(parts, "body", body));
    sent.form().ifPresent(form -> addFields(parts, "form", form.tree()));
    return parts;
  }

  private static void addFields(Set<String> parts, String at, JsonElement node) {
    if (node.isJsonArray()) {
      node.getAsJsonArray().forEach(item -> addFields(parts, at, item));
    } else if (node.isJsonObject()) {
      node.getAsJsonObject()
          .asMap()
          .forEach(
              (name, value) -> {
                parts.add(at + "." + name);
                addFields(parts, at + "." + name, value);
              });
    }
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : " " + query) + " -> " + status;
  }
}
