package dev.longhaul.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One {@code name=value} as it was typed behind an option. The value is the text itself, or a
 * file's content where it starts with {@code @}; {@code @@} stands for a text that starts with
 * {@code @}.
 *
 * @param label how errors call it
 * @param name the input's name
 * @param value what stands behind the first {@code =}
 */
record InputArgument(String label, String name, String value) {
  private static final int LONGEST_NAME = 128;

  /** What the service takes for a whole task, so no file can be larger. */
  static final int MOST_BYTES = 10_000_000;

  /**
   * Returns the argument taken apart.
   *
   * @param option what it stands behind
   * @param number which one it is, from 1: a name may be part of a prompt that lacks its name, so
   *     not every name is told
   */
  static InputArgument parse(String option, String argument, int number) {
    int split = argument.indexOf('=');
    String name = split < 0 ? "" : argument.substring(0, split).strip();
    String numbered = option + " number " + number;
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw CommandFailure.usage(numbered + " has no name. Pass it as name=value, in quotes.");
    }
    boolean simple = name.matches("[\\p{L}_][\\p{L}\\p{N}_.-]*");
    return new InputArgument(
        simple ? option + " " + name : numbered, name, argument.substring(split + 1));
  }

  /** Returns the arguments taken apart; a name may come once. */
  static List<InputArgument> parseAll(String option, List<String> arguments) {
    List<InputArgument> parsed = new ArrayList<>();
    for (String argument : arguments) {
      InputArgument next = parse(option, argument, parsed.size() + 1);
      if (parsed.stream().anyMatch(earlier -> earlier.name().equals(next.name()))) {
        throw next.wrong("is there twice", "Pass it once");
      }
      parsed.add(next);
    }
    return parsed;
  }

  boolean isFile() {
    return value.startsWith("@") && !value.startsWith("@@");
  }

  /** Returns the text, or that of the file. */
  String text() {
    if (!isFile()) {
      return value.startsWith("@@") ? value.substring(1) : value;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content())).toString();
    } catch (CharacterCodingException binary) {
      throw wrong("names a file that is not UTF-8 text", "Pass a text file");
    }
  }

  /** Returns the file as a {@code data:} URI; its type is guessed from the file's name. */
  String dataUri() {
    String type = URLConnection.guessContentTypeFromName(value);
    String content = Base64.getEncoder().encodeToString(content());
    return "data:" + (type == null ? "application/octet-stream" : type) + ";base64," + content;
  }

  private byte[] content() {
    try (InputStream file = Files.newInputStream(Path.of(value.substring(1)))) {
      byte[] content = file.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw wrong("names a file above the limit of 10 MB", "Pass a smaller file");
      }
      return content;
    } catch (IOException | InvalidPathException unreadable) {
      throw wrong("names a file that cannot be read", "Check what stands behind the @");
    }
  }

  CommandFailure wrong(String problem, String fix) {
    return CommandFailure.usage(label + " " + problem + ". " + fix + ".");
  }

  /** Returns the label alone: the value may be a prompt. */
  @Override
  public String toString() {
    return label;
  }
}
