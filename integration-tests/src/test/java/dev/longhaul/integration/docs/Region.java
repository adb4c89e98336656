package dev.longhaul.integration.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A marked part of the source of a test: what is compiled there stands word for word on a page.
 *
 * @param name what the mark calls it
 * @param code what it holds, without its common indentation
 */
record Region(String name, String code) {
  private static final Path SOURCES = Path.of("src/test/java/dev/longhaul/integration/docs");
  private static final Pattern REGION =
      Pattern.compile(
          "^ *// region: (\\S+)\\n(.*?)^ *// endregion$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Returns every region of the tests of the pages. */
  static List<Region> all() {
    try (Stream<Path> sources = Files.list(SOURCES)) {
      return sources.sorted().flatMap(source -> of(read(source)).stream()).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns the regions of a source. */
  static List<Region> of(String source) {
    // A line end at the very end would count as a line without indentation.
    return REGION
        .matcher(source)
        .results()
        .map(
            region ->
                new Region(region.group(1), region.group(2).stripTrailing().stripIndent() + "\n"))
        .toList();
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
