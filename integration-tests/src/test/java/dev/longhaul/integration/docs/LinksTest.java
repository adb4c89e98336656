package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A link from one page to another leads somewhere. */
class LinksTest {
  @Test
  void everyLinkBetweenThePagesLeadsToAFileAndToAHeadingOfIt() {
    List<Document> pages = new ArrayList<>(Document.all());
    pages.add(Document.read("CONTRIBUTING.md"));

    assertThat(pages).flatExtracting(LinksTest::deadLinks).isEmpty();
  }

  @Test
  void aDeadLinkIsNoticed() {
    Document page =
        new Document(
            "docs/page.md", "# A `b` (c)\n[1](#a-b-c) [2](#a) [3](../README.md) [4](none.md)\n");

    assertThat(deadLinks(page)).containsExactly("docs/page.md: #a", "docs/page.md: none.md");
  }

  private static List<String> deadLinks(Document page) {
    return page.links().stream()
        .filter(link -> !link.contains("://") && !leadsSomewhere(page, link))
        .map(link -> page.name() + ": " + link)
        .toList();
  }

  private static boolean leadsSomewhere(Document page, String link) {
    String[] parts = link.split("#", 2);
    if (!parts[0].isEmpty() && !Files.exists(page.file(parts[0]))) {
      return false;
    }
    return parts.length == 1 || target(page, parts[0]).anchors().contains(parts[1]);
  }

  private static Document target(Document page, String file) {
    return file.isEmpty()
        ? page
        : Document.read(page.file(file).toString().replaceFirst("^\\.\\./", ""));
  }
}
