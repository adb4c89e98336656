package dev.longhaul.vestis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.job.Pages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list is read whole and each row once, although rows come and go meanwhile. */
class MovingRowsTest {
  private final List<Integer> rows = new ArrayList<>();
  private final List<Integer> asked = new ArrayList<>();
  private final Map<Integer, Runnable> before = new TreeMap<>();
  private boolean tellsTotal = true;
  private int largest = 100;

  /** Gives pages as the service does: no metadata on a page without rows. */
  private Pages<Integer> pages(int size) {
    return new NumberedPages<>(
        number -> CompletableFuture.completedFuture(page(number, size)), x -> x, Runnable::run);
  }

  private NumberedPage<Integer> page(int number, int asks) {
    asked.add(number);
    Optional.ofNullable(before.remove(asked.size())).ifPresent(Runnable::run);
    int size = Math.min(asks, largest);
    int from = Math.min(rows.size(), (number - 1) * size);
    List<Integer> page = rows.subList(from, Math.min(rows.size(), from + size));
    Long total = tellsTotal && !page.isEmpty() ? (long) rows.size() : null;
    return NumberedPage.of(page, number, asks, total, null);
  }

  private void fill(int count) {
    rows.clear();
    IntStream.rangeClosed(1, count).map(row -> count + 1 - row).forEach(rows::add);
  }

  private static List<Integer> all(Pages<Integer> pages) throws InterruptedException {
    List<Integer> all = new ArrayList<>();
    for (var page = pages.next(); page.isPresent(); page = pages.next()) {
      assertThat(page.get()).isNotEmpty();
      all.addAll(page.get());
    }
    assertThat(pages.next()).isEmpty();
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "0, true, 1", "1, true, 1", "9, true, 1", "10, true, 1", "11, true, 2", "20, true, 2",
    "95, true, 10", "0, false, 1", "9, false, 1", "10, false, 2", "11, false, 2", "20, false, 3"
  })
  void thePagesAreCountedFromTheTotalOrUntilOneIsShort(int count, boolean total, int requests)
      throws Exception {
    fill(count);
    tellsTotal = total;

    assertThat(all(pages(10))).isEqualTo(rows);
    assertThat(asked).hasSize(requests);
  }

  @Test
  void nothingIsFetchedBeforeItIsAskedForNorAfterTheEnd() throws Exception {
    fill(25);
    Pages<Integer> pages = pages(10);
    assertThat(asked).isEmpty();
    pages.next();
    assertThat(asked).containsExactly(1);
    all(pages);
    assertThat(pages.next()).isEmpty();
    assertThat(asked).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void rowsThatComeOnTopPushOthersDownAndThoseComeOnce(boolean total) throws Exception {
    fill(30);
    tellsTotal = total;
    before.put(2, () -> rows.addAll(0, List.of(101, 102, 103)));

    assertThat(all(pages(10)))
        .isEqualTo(IntStream.rangeClosed(1, 30).map(i -> 31 - i).boxed().toList());
  }

  @Test
  void wholePagesOfRowsThatCameBeforeAreSkipped() throws Exception {
    fill(20);
    before.put(2, () -> IntStream.range(100, 120).forEach(row -> rows.add(0, row)));

    Pages<Integer> pages = pages(10);

    assertThat(pages.next().orElseThrow()).hasSize(10);
    assertThat(pages.next().orElseThrow()).endsWith(101, 100);
    assertThat(asked).containsExactly(1, 2);
    assertThat(pages.next().orElseThrow()).containsExactly(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
    assertThat(asked).containsExactly(1, 2, 3, 4);
    assertThat(pages.next()).isEmpty();
  }

  @Test
  void aRowThatGoesPullsOthersUpAndThePageBeforeIsReadAgain() throws Exception {
    fill(30);
    before.put(2, () -> rows.remove(Integer.valueOf(25)));
    Pages<Integer> pages = pages(10);

    assertThat(pages.next().orElseThrow()).endsWith(22, 21);
    assertThat(pages.next().orElseThrow()).containsExactly(20);
    assertThat(asked).containsExactly(1, 2, 1);
    assertThat(all(pages))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 19).map(i -> 20 - i).boxed().toList());
  }

  @Test
  void withoutATotalNothingTellsThatARowHasGoneAndTheOneThatMovedIsMissed() throws Exception {
    fill(30);
    tellsTotal = false;
    before.put(2, () -> rows.remove(Integer.valueOf(25)));

    assertThat(all(pages(10))).hasSize(29).doesNotContain(20);
    assertThat(asked).containsExactly(1, 2, 3);
  }

  @Test
  void manyRowsThatGoSendTheReaderBackAsFarAsTheyMayHaveMoved() throws Exception {
    fill(60);
    before.put(4, () -> rows.subList(0, 15).clear());

    assertThat(all(pages(10)))
        .isEqualTo(IntStream.rangeClosed(1, 60).map(i -> 61 - i).boxed().toList());
    assertThat(asked).containsExactly(1, 2, 3, 4, 2, 3, 4, 5);
  }

  @Test
  void aLastPageThatIsGoneSendsTheReaderBackToo() throws Exception {
    fill(21);
    before.put(3, () -> rows.remove(0));

    assertThat(all(pages(10)))
        .isEqualTo(IntStream.rangeClosed(1, 21).map(i -> 22 - i).boxed().toList());
    assertThat(asked).containsExactly(1, 2, 3, 2);
  }

  @Test
  void aListThatIsEmptiedEnds() throws Exception {
    fill(30);
    before.put(2, rows::clear);

    assertThat(all(pages(10))).hasSize(10);
  }

  @Test
  void aListThatShrinksWithEveryLookIsNotFollowedForEver() throws Exception {
    fill(60);
    IntStream.rangeClosed(2, 50).forEach(turn -> before.put(turn, () -> rows.remove(0)));

    all(pages(10));

    assertThat(asked).hasSizeLessThan(30);
  }

  @Test
  void aServiceWhosePagesAreSmallerThanAskedForIsReadWhole() throws Exception {
    fill(55);
    largest = 20;

    assertThat(all(pages(100))).isEqualTo(rows);
    assertThat(asked).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aServiceThatGivesTheSameRowsForEveryNumberEnds(boolean total) throws Exception {
    Long told = total ? 1_000_000_000L : null;
    List<Integer> same = IntStream.range(0, 100).boxed().toList();
    Pages<Integer> pages =
        new NumberedPages<>(
            number -> {
              asked.add(number);
              return CompletableFuture.completedFuture(
                  NumberedPage.of(same, number, 100, told, null));
            },
            x -> x,
            Runnable::run);

    assertThat(all(pages)).isEqualTo(same);
    assertThat(asked).hasSizeLessThan(15);
  }

  @Test
  void rowsWithoutAnIdAreAllGiven() throws Exception {
    rows.addAll(List.of(1, 1, 1));
    Pages<Integer> pages =
        new NumberedPages<>(
            number -> CompletableFuture.completedFuture(page(number, 10)),
            row -> null,
            Runnable::run);

    assertThat(all(pages)).containsExactly(1, 1, 1);
  }

  @Test
  void aLongListIsReadWithoutRememberingAllOfIt() throws Exception {
    fill(50_000);

    assertThat(all(pages(100))).isEqualTo(rows);
  }
}
