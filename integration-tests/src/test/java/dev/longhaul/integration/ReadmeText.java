package dev.longhaul.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the fenced blocks out of the README and the marked regions out of a source file. */
final class ReadmeText {
  private static final Pattern FENCE =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile(
          "^ *// region: (\\S+)\\n(.*?)^ *// endregion$", Pattern.MULTILINE | Pattern.DOTALL);

  private ReadmeText() {}

  /** Returns the blocks of one language, in the order of the text. */
  static List<String> blocks(String language, String markdown) {
    List<String> blocks = new ArrayList<>();
    Matcher fence = FENCE.matcher(markdown);
    while (fence.find()) {
      if (fence.group(1).equals(language)) {
        blocks.add(fence.group(2));
      }
    }
    return blocks;
  }

  /** Returns what lies under a heading, up to the next one. */
  static String under(String heading, String markdown) {
    Matcher section =
        Pattern.compile(
                "^#+ " + Pattern.quote(heading) + "$(.*?)(?=^#|\\z)",
                Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(markdown);
    if (!section.find()) {
      throw new AssertionError("The README has no heading " + heading);
    }
    return section.group(1);
  }

  /** Returns the regions of a source file by name, without their common indentation. */
  static Map<String, String> regions(String source) {
    Map<String, String> regions = new LinkedHashMap<>();
    Matcher region = REGION.matcher(source);
    while (region.find()) {
      // A line end at the very end would count as a line without indentation.
      regions.put(region.group(1), region.group(2).stripTrailing().stripIndent() + "\n");
    }
    return regions;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
