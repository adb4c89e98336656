package dev.longhaul.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.ServiceFailedException;
import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.job.Pages;
import dev.longhaul.policy.WatchOptions;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.LeakCheck;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.WireFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of videos comes page by page, each video once, and it ends whatever the server says. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VideoPagesTest {
  private VideoBench bench;

  @BeforeEach
  void open() {
    bench = VideoBench.open();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private static List<List<String>> ids(Pages<Video> pages) throws InterruptedException {
    List<List<String>> all = new ArrayList<>();
    for (Optional<List<Video>> page = pages.next(); page.isPresent(); page = pages.next()) {
      all.add(page.get().stream().map(Video::getId).toList());
    }
    return all;
  }

  private List<String> queries() {
    return bench.fake.ledger().requests(SoraOperation.LIST_VIDEOS).stream()
        .map(ReceivedRequest::path)
        .map(path -> path.substring(path.indexOf('?') + 1))
        .toList();
  }

  private void pages(String... answers) {
    for (String answer : answers) {
      bench.answers(SoraOperation.LIST_VIDEOS, answer);
    }
  }

  private static String page(String ids, String rest) {
    StringBuilder items = new StringBuilder();
    for (String id : ids.split(" ")) {
      items.append(items.isEmpty() ? "" : ",").append("{\"id\":\"").append(id).append("\"}");
    }
    return "{\"object\":\"list\",\"data\":[" + items + "]" + rest + "}";
  }

  @Test
  void theNewestVideosComeFirstAndNothingIsAskedBeforeItIsWanted() throws Exception {
    for (int video = 0; video < 5; video++) {
      bench.completed(VideoBench.create());
    }
    Pages<Video> pages = bench.client.videos(2);
    assertThat(queries()).isEmpty();

    assertThat(ids(pages))
        .containsExactly(
            List.of("video_5", "video_4"), List.of("video_3", "video_2"), List.of("video_1"));
    assertThat(queries())
        .containsExactly(
            "limit=2&order=desc",
            "limit=2&order=desc&after=video_4",
            "limit=2&order=desc&after=video_2");
    assertThat(pages.next()).as("once ended").isEmpty();
    assertThat(queries()).hasSize(3);
  }

  @Test
  void anAccountWithoutVideosHasNoPage() throws Exception {
    assertThat(bench.client.videos(100).next()).isEmpty();
    assertThat(bench.client.videos(100).nextAsync().get()).isEmpty();
  }

  @Test
  void theLastItemIsTheCursorWhereNoneIsNamed() throws Exception {
    pages(page("c b", ",\"has_more\":true"), page("a", ",\"has_more\":false"));

    assertThat(ids(bench.client.videos(2))).containsExactly(List.of("c", "b"), List.of("a"));
    assertThat(queries()).last().isEqualTo("limit=2&order=desc&after=b");
  }

  @Test
  void anEmptyPageEndsTheListOfAServerThatDoesNotSayWhetherThereIsMore() throws Exception {
    pages(page("b", ""), "{\"data\":[]}");

    assertThat(ids(bench.client.videos(1))).containsExactly(List.of("b"));
    assertThat(queries()).hasSize(2);
  }

  @Test
  void aCursorThatDoesNotMoveEndsTheList() throws Exception {
    String more = ",\"has_more\":true,\"last_id\":\"b\"";
    pages(page("c b", more), page("a", more));

    assertThat(ids(bench.client.videos(2))).containsExactly(List.of("c", "b"), List.of("a"));
    assertThat(queries()).hasSize(2);
  }

  @Test
  void aServerThatGoesRoundInCirclesIsLeft() throws Exception {
    pages(
        page("c b", ",\"has_more\":true"),
        page("a", ",\"has_more\":true"),
        page("c b", ",\"has_more\":true"));

    Pages<Video> pages = bench.client.videos(2);
    assertThat(ids(pages)).containsExactly(List.of("c", "b"), List.of("a"));
    assertThat(pages.next()).isEmpty();
    assertThat(queries()).hasSize(3);
  }

  @Test
  void aVideoThatComesTwiceIsGivenOnce() throws Exception {
    pages(page("c b", ",\"has_more\":true"), page("b a a", ",\"has_more\":false"));

    assertThat(ids(bench.client.videos(2))).containsExactly(List.of("c", "b"), List.of("a"));
  }

  @Test
  void partialItemsAndABareListAreRead() throws Exception {
    pages("[{\"id\":\"b\"},{\"status\":\"queued\"},17,{\"id\":\"a\",\"created_at\":\"soon\"}]");

    List<Video> videos = bench.client.videos(10).next().orElseThrow();
    assertThat(videos).extracting(Video::getId).containsExactly("b", null, "a");
  }

  @Test
  void aPageThatFailedIsAskedForAgain() throws Exception {
    pages(page("b", ",\"has_more\":true"));
    Pages<Video> pages = bench.client.videos(1);
    pages.next();
    bench.fake.fault(SoraOperation.LIST_VIDEOS, WireFault.status(500));

    assertThatThrownBy(pages::next).isInstanceOf(ServiceFailedException.class);
    pages(page("a", ",\"has_more\":false"));
    assertThat(ids(pages)).containsExactly(List.of("a"));
    assertThat(queries()).endsWith("limit=1&order=desc&after=b", "limit=1&order=desc&after=b");
  }

  @Test
  void aPageThatWasGivenUpComesAgain() throws Exception {
    bench.fake.fault(SoraOperation.LIST_VIDEOS, WireFault.stall());
    pages(page("b", ",\"has_more\":true"), page("a", ",\"has_more\":false"));
    Pages<Video> pages = bench.client.videos(1);
    CompletableFuture<Optional<List<Video>>> first = pages.nextAsync();
    bench.fake.ledger().await(SoraOperation.LIST_VIDEOS, 1);
    CompletableFuture<Optional<List<Video>>> second = pages.nextAsync();
    CompletableFuture<Optional<List<Video>>> third = pages.nextAsync();
    second.cancel(true);
    first.cancel(true);

    assertThat(third.get(10, TimeUnit.SECONDS).orElseThrow())
        .extracting(Video::getId)
        .containsExactly("b");
    assertThat(ids(pages)).containsExactly(List.of("a"));
  }

  @Test
  void callsMadeAtOnceGetThePagesOneAfterTheOther() throws Exception {
    pages(
        page("c", ",\"has_more\":true"),
        page("b", ",\"has_more\":true"),
        page("a", ",\"has_more\":false"));
    Pages<Video> pages = bench.client.videos(1);
    List<CompletableFuture<Optional<List<Video>>>> calls = new ArrayList<>();
    for (int call = 0; call < 5; call++) {
      calls.add(pages.nextAsync());
    }

    List<String> got = new ArrayList<>();
    for (CompletableFuture<Optional<List<Video>>> call : calls) {
      call.get(10, TimeUnit.SECONDS).ifPresent(page -> got.add(page.get(0).getId()));
    }
    assertThat(got).containsExactly("c", "b", "a");
  }

  @Test
  void theOnlyThreadOfTheCallbacksMayWaitForAPage() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try (VideoBench own =
        VideoBench.open(
            FakeSoraOptions.builder(),
            SoraOptions.defaults(),
            options -> options.watch(WatchOptions.builder().callbackExecutor(one).build()))) {
      own.completed(VideoBench.create());
      CompletableFuture<Optional<List<Video>>> inside =
          own.client
              .videos(1)
              .nextAsync()
              .thenApply(
                  page -> {
                    try {
                      return own.client.videos(1).next();
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });

      assertThat(inside.get(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS)).isPresent();
    } finally {
      one.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 101})
  void aPageHoldsOneToAHundredVideos(int size) {
    assertThatThrownBy(() -> bench.client.videos(size))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("pageSize is " + size + ", outside 1 to 100");
  }
}
