package dev.longhaul.integration.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page that users read: its blocks of code, its tables, its headings and its links.
 *
 * @param name where it is, from the root of the project
 * @param text what it says
 */
record Document(String name, String text) {
  private static final Path ROOT = Path.of("..");
  private static final String FENCE = "```";
  private static final Pattern BEGIN = Pattern.compile("```[a-z]+");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.+)$", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  /** Returns the README and every page of the folder with the others. */
  static List<Document> all() {
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      Stream<String> names =
          pages
              .map(page -> "docs/" + page.getFileName())
              .filter(name -> name.endsWith(".md"))
              .sorted();
      return Stream.concat(Stream.of("README.md"), names).map(Document::read).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns one page, or any other file, by its name from the root of the project. */
  static Document read(String name) {
    try {
      return new Document(name, Files.readString(ROOT.resolve(name)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns a file that a link of this page points to. */
  Path file(String link) {
    return ROOT.resolve(name).resolveSibling(link).normalize();
  }

  /**
   * Returns the blocks of one language, in the order of the text.
   *
   * <p>A block that this could not tell the language of is an error: it might be an example that
   * nobody compiles.
   */
  List<String> blocks(String language) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    String begin = "";
    for (String line : text.split("\n", -1)) {
      boolean fence = line.strip().startsWith(FENCE) || line.strip().startsWith("~~~");
      if (!fence) {
        if (block != null) {
          block.append(line).append('\n');
        }
      } else if (block == null && BEGIN.matcher(line).matches()) {
        block = new StringBuilder();
        begin = line;
      } else if (block != null && line.equals(FENCE)) {
        if (begin.equals(FENCE + language)) {
          blocks.add(block.toString());
        }
        block = null;
      } else {
        throw new AssertionError(
            name
                + ": a block begins with three backticks and its language in lower case at the"
                + " start of a line, and ends with three backticks alone, not with: "
                + line);
      }
    }
    if (block != null) {
      throw new AssertionError(name + ": the last block has no end");
    }
    return blocks;
  }

  /** Returns what lies under a heading, up to the next one. */
  String under(String heading) {
    return first("heading " + heading, "^#+ " + Pattern.quote(heading) + "$(.*?)(?=^#|\\z)");
  }

  /** Returns what lies between the comments {@code <!-- name -->} and {@code <!-- /name -->}. */
  String between(String comment) {
    return first(
        "block " + comment,
        "^<!-- "
            + Pattern.quote(comment)
            + " -->\\n(.*?)^<!-- /"
            + Pattern.quote(comment)
            + " -->$");
  }

  private String first(String what, String pattern) {
    Matcher part = Pattern.compile(pattern, Pattern.MULTILINE | Pattern.DOTALL).matcher(text);
    if (!part.find()) {
      throw new AssertionError(name + " has no " + what);
    }
    return part.group(1);
  }

  /** Returns the cells of the first table under a heading, row by row, without its head. */
  List<List<String>> table(String heading) {
    List<String> rows =
        under(heading)
            .lines()
            .dropWhile(line -> !line.startsWith("|"))
            .takeWhile(line -> line.startsWith("|"))
            .toList();
    if (rows.size() < 3 || !rows.get(1).matches("[|:-]+")) {
      throw new AssertionError(name + " has no table under " + heading);
    }
    return rows.stream().skip(2).map(Document::cells).toList();
  }

  private static List<String> cells(String row) {
    String inner = row.strip().replaceAll("^\\||\\|$", "");
    return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
  }

  /** Returns the words in backticks, in the order of the text. */
  static List<String> code(String cell) {
    return Pattern.compile("`([^`]+)`").matcher(cell).results().map(it -> it.group(1)).toList();
  }

  /** Returns where the links of the page point to. */
  List<String> links() {
    return LINK.matcher(text).results().map(link -> link.group(1)).toList();
  }

  /** Returns the names by which links reach the headings of this page. */
  List<String> anchors() {
    return HEADING.matcher(text).results().map(Document::anchor).toList();
  }

  private static String anchor(MatchResult heading) {
    return heading
        .group(1)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** Returns where the page is; its text would fill a report. */
  @Override
  public String toString() {
    return name;
  }
}
