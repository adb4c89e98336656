package dev.longhaul.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.longhaul.error.CallFacts.Reach;
import dev.longhaul.error.CredentialsException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A token is fetched once for all who need it, kept until it is refused, and told to nobody. */
@Timeout(30)
class RefreshingCredentialsTest {
  private static final int THREADS = 32;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final List<CompletableFuture<String>> fetches = new CopyOnWriteArrayList<>();
  private final Credentials credentials = Credentials.refreshing(this::fetch);

  private CompletionStage<String> fetch() {
    CompletableFuture<String> fetch = new CompletableFuture<>();
    fetches.add(fetch);
    return fetch;
  }

  @AfterEach
  void endTheThreads() throws Exception {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void nothingIsFetchedBeforeACallNeedsIt() {
    assertThat(credentials.isPresent()).isTrue();
    assertThat(fetches).isEmpty();

    assertThat(credentials.authorization().toCompletableFuture()).isNotDone();
    assertThat(fetches).hasSize(1);
  }

  @Test
  void aTokenIsKeptAndHandedOutWithoutMakingAnything() {
    CompletableFuture<Optional<String>> first = credentials.authorization().toCompletableFuture();
    fetches.get(0).complete("t1");

    assertThat(first).isCompletedWithValue(Optional.of("Bearer t1"));
    CompletionStage<Optional<String>> kept = credentials.authorization();
    assertThat(kept.toCompletableFuture()).isSameAs(kept).isCompletedWithValue(first.join());
    assertThat(credentials.authorization()).isSameAs(kept);
    assertThat(credentials).hasToString("Credentials[refreshing]");
    assertThat(fetches).hasSize(1);
  }

  @Test
  void manyCallsAtOnceCauseOneFetchAndAllWaitForIt() throws Exception {
    List<CompletionStage<Optional<String>>> waits = atOnce(credentials::authorization);

    assertThat(fetches).hasSize(1);
    assertThat(waits).noneMatch(wait -> wait.toCompletableFuture().isDone());
    fetches.get(0).complete("t1");
    assertThat(waits)
        .hasSize(THREADS)
        .allSatisfy(
            wait ->
                assertThat(wait.toCompletableFuture())
                    .isCompletedWithValue(Optional.of("Bearer t1")));
  }

  @Test
  void givingUpOneWaitLeavesTheFetchToTheOthers() {
    CompletableFuture<Optional<String>> first = credentials.authorization().toCompletableFuture();
    CompletableFuture<Optional<String>> second = credentials.authorization().toCompletableFuture();

    assertThat(first.cancel(true)).isTrue();
    assertThat(fetches.get(0)).isNotDone();
    fetches.get(0).complete("t1");

    assertThat(first).isCancelled();
    assertThat(second).isCompletedWithValue(Optional.of("Bearer t1"));
    assertThat(fetches).hasSize(1);
  }

  @Test
  void waitsThatWereGivenUpLeaveNothingBehindWhileTheFetchGoesOn() {
    WeakReference<Object> wait = givenUpWait();

    for (int i = 0; i < 100 && wait.get() != null; i++) {
      System.gc();
    }
    assertThat(wait.get()).isNull();
    assertThat(fetches).hasSize(1).allSatisfy(fetch -> assertThat(fetch).isNotDone());
  }

  private WeakReference<Object> givenUpWait() {
    CompletableFuture<Optional<String>> wait = credentials.authorization().toCompletableFuture();
    wait.cancel(true);
    return new WeakReference<>(wait);
  }

  @Test
  void aRefusedTokenIsFetchedAnew() throws Exception {
    Credentials counting = counting(new AtomicInteger());
    String first = header(counting);

    assertThat(counting.refused(first)).isTrue();
    assertThat(first).isEqualTo("Bearer t1");
    assertThat(header(counting)).isEqualTo("Bearer t2");
  }

  @Test
  void manyRefusalsOfOneTokenCauseOneFetch() throws Exception {
    AtomicInteger count = new AtomicInteger();
    Credentials counting = counting(count);
    String refused = header(counting);

    List<String> renewed =
        atOnce(
            () -> {
              assertThat(counting.refused(refused)).isTrue();
              return header(counting);
            });

    assertThat(renewed).hasSize(THREADS).containsOnly("Bearer t2");
    assertThat(count).hasValue(2);
  }

  @Test
  void aRefusalDuringAFetchLetsItGoOn() {
    CompletableFuture<Optional<String>> wait = credentials.authorization().toCompletableFuture();

    assertThat(credentials.refused("Bearer older")).isTrue();
    fetches.get(0).complete("t1");

    assertThat(wait).isCompletedWithValue(Optional.of("Bearer t1"));
    assertThat(credentials.authorization().toCompletableFuture()).isCompleted();
    assertThat(fetches).hasSize(1);
  }

  static Stream<Arguments> brokenSources() {
    RuntimeException down = new IllegalStateException("the vault is down");
    return Stream.of(
        broken("The source of tokens failed", down, () -> thrown(down)),
        broken("The source of tokens failed", null, () -> thrown(new StackOverflowError())),
        broken("The source of tokens gave nothing", null, () -> null),
        broken("The source of tokens failed", down, () -> CompletableFuture.failedFuture(down)),
        broken(
            "The source of tokens failed",
            down,
            () -> CompletableFuture.failedFuture(new CompletionException(down))),
        broken("The source of tokens failed", null, RefreshingCredentialsTest::cancelled),
        broken("The token is missing or blank", null, () -> token(null)),
        broken("The token is missing or blank", null, () -> token("  ")),
        broken("at position 7 that a header cannot hold", null, () -> token("hunter2\n")),
        broken("at position 3 that a header cannot hold", null, () -> token("hun ter2")));
  }

  private static Arguments broken(
      String text, Throwable cause, Supplier<CompletionStage<String>> source) {
    return Arguments.of(text, cause, source);
  }

  @ParameterizedTest(name = "{0}, {index}")
  @MethodSource("brokenSources")
  void aFetchThatFailsEndsTheCallUnsentAndTheNextOneFetchesAnew(
      String text, Throwable cause, Supplier<CompletionStage<String>> source) throws Exception {
    List<Supplier<CompletionStage<String>>> turns =
        new ArrayList<>(List.of(source, () -> token("t2")));
    Credentials broken = Credentials.refreshing(() -> turns.remove(0).get());

    CredentialsException error = failure(broken.authorization());

    assertThat(error.facts().reach()).isEqualTo(Reach.NOT_SENT);
    assertThat(error).hasMessageContaining(text).hasMessageContaining("nothing was sent");
    if (cause != null) {
      assertThat(error).hasCause(cause);
    }
    assertThat(textOf(error)).doesNotContain("ter2");
    assertThat(header(broken)).isEqualTo("Bearer t2");
    assertThat(turns).isEmpty();
  }

  @Test
  void everyoneWhoWaitedHearsOfTheFailureAndCanAskAnewAtOnce() throws Exception {
    CompletionStage<Optional<String>> first = credentials.authorization();
    CompletableFuture<Optional<String>> again =
        first.exceptionallyCompose(failed -> credentials.authorization()).toCompletableFuture();
    CompletionStage<Optional<String>> second = credentials.authorization();

    fetches.get(0).completeExceptionally(new IllegalStateException("down"));

    assertThat(failure(first)).hasMessageContaining("source of tokens failed");
    assertThat(failure(second)).hasMessageContaining("source of tokens failed");
    assertThat(fetches).hasSize(2);
    fetches.get(1).complete("t2");
    assertThat(again).isCompletedWithValue(Optional.of("Bearer t2"));
  }

  private static Credentials counting(AtomicInteger count) {
    return Credentials.refreshing(() -> token("t" + count.incrementAndGet()));
  }

  private static CompletionStage<String> token(String token) {
    return CompletableFuture.completedFuture(token);
  }

  private static CompletionStage<String> cancelled() {
    return CompletableFuture.failedFuture(new CancellationException());
  }

  private static CompletionStage<String> thrown(Throwable error) {
    if (error instanceof Error serious) {
      throw serious;
    }
    throw (RuntimeException) error;
  }

  private static String header(Credentials credentials) throws Exception {
    return credentials.authorization().toCompletableFuture().get(10, TimeUnit.SECONDS).orElse("");
  }

  private static CredentialsException failure(CompletionStage<?> stage) {
    Throwable failed = catchThrowable(() -> stage.toCompletableFuture().get());
    assertThat(failed)
        .isInstanceOf(ExecutionException.class)
        .hasCauseExactlyInstanceOf(CredentialsException.class);
    return (CredentialsException) failed.getCause();
  }

  private static String textOf(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private <T> List<T> atOnce(Callable<T> call) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    List<Future<T>> calls = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      calls.add(
          threads.submit(
              () -> {
                barrier.await();
                return call.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> each : calls) {
      results.add(each.get(10, TimeUnit.SECONDS));
    }
    return results;
  }
}
