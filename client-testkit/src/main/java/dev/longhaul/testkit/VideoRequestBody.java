package dev.longhaul.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.longhaul.testkit.HttpReader.Body;
import dev.longhaul.testkit.VideoForm.Part;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, whichever of the two ways it was sent in.
 *
 * @param fields every field; a file stands as an object that describes it
 * @param files the files of a form by name
 * @param kind which way
 */
record VideoRequestBody(JsonObject fields, Map<String, Part> files, Kind kind) {

  /** The ways in which a body is sent. */
  enum Kind {
    JSON,
    FORM
  }

  /** Reads a body; one that cannot be read is refused. */
  static VideoRequestBody of(ReceivedRequest request, Body body, SoraErrors errors) {
    String sent = request.header("Content-Type");
    String type = sent == null ? "" : sent;
    try {
      return switch (type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
        case "application/json" -> json(body);
        case "multipart/form-data" -> form(type, body, errors);
        default -> throw unreadable(errors, "The body must be JSON or a multipart form");
      };
    } catch (JsonParseException | IllegalStateException e) {
      throw unreadable(errors, "We could not parse the JSON body of your request");
    } catch (IllegalArgumentException e) {
      throw unreadable(errors, "We could not parse the form of your request");
    }
  }

  /** The file of a name, or null when there is none. */
  @Nullable Part file(String name) {
    return files.get(name);
  }

  private static VideoRequestBody json(Body body) {
    JsonObject fields = JsonParser.parseString(body.text()).getAsJsonObject();
    return new VideoRequestBody(fields, Map.of(), Kind.JSON);
  }

  private static VideoRequestBody form(String type, Body body, SoraErrors errors) {
    JsonObject fields = new JsonObject();
    Map<String, Part> files = new HashMap<>();
    for (Part part : VideoForm.parts(type, body.bytes())) {
      if (fields.has(part.name())) {
        throw errors.invalid(part.name(), "duplicate_parameter", "A field was sent twice");
      }
      if (part.filename() == null) {
        fields.addProperty(part.name(), part.text());
      } else {
        fields.add(part.name(), described(part));
        files.put(part.name(), part);
      }
    }
    return new VideoRequestBody(fields, files, Kind.FORM);
  }

  private static JsonObject described(Part file) {
    JsonObject description = new JsonObject();
    description.addProperty("filename", file.filename());
    description.addProperty("content_type", file.type());
    description.addProperty("size_bytes", file.content().length);
    description.addProperty("sha256", sha256(file.content()));
    return description;
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }

  private static RefusalException unreadable(SoraErrors errors, String message) {
    return new RefusalException(errors.coded(400, "invalid_body", message));
  }
}
