package dev.longhaul.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An example on a page is a region of a test, so that it compiles and runs; and the other way. */
class ExamplesTest {
  @Test
  void everyJavaBlockOfThePagesIsARegionOfATest() {
    assertThat(strays(Document.all(), Region.all())).isEmpty();
  }

  @Test
  void everyRegionIsOnAPage() {
    Set<String> shown =
        Document.all().stream()
            .flatMap(page -> page.blocks("java").stream())
            .collect(Collectors.toSet());

    assertThat(Region.all()).isNotEmpty().allSatisfy(it -> assertThat(shown).contains(it.code()));
  }

  @Test
  void noTwoRegionsHaveOneName() {
    assertThat(Region.all()).extracting(Region::name).doesNotHaveDuplicates();
  }

  @Test
  void aBlockThatDiffersFromItsRegionByALetterIsNoticed() {
    Document page = new Document("page.md", "Text\n\n```java\nint a = 1;\n```\n");
    String source = "  // region: a\n    int %s = 1;\n  // endregion\n";

    assertThat(strays(List.of(page), Region.of(source.formatted("a")))).isEmpty();
    assertThat(strays(List.of(page), Region.of(source.formatted("b"))))
        .containsExactly("page.md:\nint a = 1;\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```\nint a;\n```\n",
        "```Java\nint a;\n```\n",
        "```java title\nint a;\n```\n",
        "  ```java\n  int a;\n  ```\n",
        "~~~java\nint a;\n~~~\n",
        "```java\nint a;\n"
      })
  void aBlockThatCouldHideAnExampleIsNoticed(String text) {
    Document page = new Document("page.md", text);

    assertThatThrownBy(() -> page.blocks("java"))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("page.md: ");
  }

  private static List<String> strays(List<Document> pages, List<Region> regions) {
    Set<String> compiled = regions.stream().map(Region::code).collect(Collectors.toSet());
    List<String> strays = new ArrayList<>();
    for (Document page : pages) {
      page.blocks("java").stream()
          .filter(block -> !compiled.contains(block))
          .forEach(block -> strays.add(page.name() + ":\n" + block));
    }
    return strays;
  }
}
