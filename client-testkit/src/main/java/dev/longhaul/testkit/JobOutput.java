package dev.longhaul.testkit;

import com.google.gson.JsonElement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One named output of a fake job: a file that the fake serves, a value, or a link. Immutable as
 * long as nobody changes the bytes or the value handed in.
 */
public final class JobOutput {

  private final String name;
  private final @Nullable Content content;
  private final @Nullable JsonElement value;
  private final @Nullable String url;

  private JobOutput(
      String name, @Nullable Content content, @Nullable JsonElement value, @Nullable String url) {
    this.name = Objects.requireNonNull(name, "name");
    this.content = content;
    this.value = value;
    this.url = url;
  }

  /**
   * Returns an output of type {@code file}, which the fake serves under a URL of its own.
   *
   * @param name name of the output
   * @param filename the name proposed to the client; may be as nasty as a test needs
   * @param mimeType media type, also sent when the file is read
   * @param bytes what is served
   */
  public static JobOutput file(String name, String filename, String mimeType, byte[] bytes) {
    return new JobOutput(name, new Content(filename, mimeType, bytes), null, null);
  }

  /**
   * Returns an output of type {@code data}, whose value stands in the result itself.
   *
   * @param name name of the output
   * @param value the value
   */
  public static JobOutput data(String name, JsonElement value) {
    return new JobOutput(name, null, Objects.requireNonNull(value, "value"), null);
  }

  /**
   * Returns an output of type {@code url}, a link that the fake neither checks nor serves.
   *
   * @param name name of the output
   * @param url the link
   */
  public static JobOutput url(String name, String url) {
    return new JobOutput(name, null, null, Objects.requireNonNull(url, "url"));
  }

  /** Returns the name of the output. */
  public String name() {
    return name;
  }

  @Nullable Content content() {
    return content;
  }

  @Nullable JsonElement value() {
    return value;
  }

  @Nullable String url() {
    return url;
  }

  /** Returns the name and the kind, without the content. */
  @Override
  public String toString() {
    String kind = content != null ? "file" : value != null ? "data" : "url";
    return "JobOutput[" + name + ", " + kind + "]";
  }

  /** What a file output serves. */
  static final class Content {

    private final String filename;
    private final String mimeType;
    private final byte[] bytes;

    private Content(String filename, String mimeType, byte[] bytes) {
      this.filename = Objects.requireNonNull(filename, "filename");
      this.mimeType = Objects.requireNonNull(mimeType, "mimeType");
      this.bytes = Objects.requireNonNull(bytes, "bytes");
    }

    String filename() {
      return filename;
    }

    String mimeType() {
      return mimeType;
    }

    byte[] bytes() {
      return bytes;
    }
  }
}
