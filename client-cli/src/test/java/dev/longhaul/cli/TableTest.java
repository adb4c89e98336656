package dev.longhaul.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.Pages;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  @Test
  void columnsAreAsWideAsTheyNeedToBeAndRowsDoNotEndInSpaces() {
    Table table = new Table("ID", "STATE").row("video_123", "queued").row(7, "in_progress");

    assertThat(table.lines())
        .containsExactly("ID         STATE", "video_123  queued", "7          in_progress");
  }

  @Test
  void whatIsNotKnownIsADash() {
    assertThat(new Table("ID", "STATE").row(null, " ").lines()).last().isEqualTo("-   -");
  }

  @Test
  void textThatWouldBreakALineIsCleanedBeforeItIsMeasured() {
    Table table = new Table("ID", "STATE").row("a\n\u001bb", "x").row("abcd", "y");

    assertThat(table.lines()).containsExactly("ID    STATE", "a b   x", "abcd  y");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 1, 2", "3, 2, 3", "5, 3, 5", "9, 4, 5"})
  void onlyAsManyPagesAreAskedForAsAreShown(int limit, int calls, int shown) throws Exception {
    Queue<List<Integer>> pages =
        new ArrayDeque<>(List.of(List.of(1, 2), List.of(3, 4), List.of(5)));
    int[] asked = {0};
    Pages<Integer> list =
        () -> {
          asked[0]++;
          return CompletableFuture.completedFuture(Optional.ofNullable(pages.poll()));
        };

    assertThat(Table.first(limit, list)).hasSize(shown);
    assertThat(asked[0]).isEqualTo(calls);
  }
}
