package dev.longhaul.testkit;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test fakes of its own: each started when the test first asks for it, closed after it.
 *
 * <p>With {@code @ExtendWith(FakeExtension.class)} a test method, or a {@code BeforeEach} or {@code
 * AfterEach} method, takes any fake of this package as a parameter. With {@code @RegisterExtension}
 * a fake can have options, and it is also at hand through {@link #fake}:
 *
 * <pre>{@code
 * @RegisterExtension
 * final FakeExtension<FakeFunctionRunner> runner =
 *     FakeExtension.of(
 *         FakeFunctionRunner.class,
 *         () -> FakeFunctionRunner.start(FakeOptions.builder().token("secret").build()));
 * }</pre>
 *
 * <p>Register it after {@link LeakCheck}, which can then see that the fakes were closed.
 *
 * @param <F> what {@link #fake} returns
 */
public final class FakeExtension<F extends AutoCloseable>
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(FakeExtension.class);

  private static final Map<Class<?>, Supplier<? extends AutoCloseable>> ALL =
      Map.of(
          FakeFunctionRunner.class,
          FakeFunctionRunner::start,
          FakeVestis.class,
          FakeVestis::start,
          FakeSora.class,
          FakeSora::start,
          FakeProjectEvents.class,
          FakeProjectEvents::start,
          FakeStreamer.class,
          FakeStreamer::start);

  private final Map<Class<?>, Supplier<? extends AutoCloseable>> starts;
  private final @Nullable Class<F> own;
  private volatile @Nullable FakesOfATest latest;

  /** Gives every kind of fake, with its defaults; JUnit calls this. */
  public FakeExtension() {
    this.starts = ALL;
    this.own = null;
  }

  private FakeExtension(Class<F> type, Supplier<? extends F> start) {
    this.starts = Map.of(type, start);
    this.own = type;
  }

  /**
   * Returns an extension that gives one kind of fake.
   *
   * @param type the kind, for parameters of this very type
   * @param start starts a fake for a test, for example with options
   */
  public static <F extends AutoCloseable> FakeExtension<F> of(
      Class<F> type, Supplier<? extends F> start) {
    return new FakeExtension<>(type, start);
  }

  /**
   * Returns the fake of the test that runs. Where tests of one class run in parallel, take it as a
   * parameter. <em>Errors:</em> {@link IllegalStateException} outside a test, and when this was not
   * made by {@link #of}.
   */
  public F fake() {
    FakesOfATest fakes = latest;
    Class<F> type = own;
    if (fakes == null || type == null) {
      throw new IllegalStateException(
          "A fake lives only while a test runs, and is at hand here only after FakeExtension.of.");
    }
    return type.cast(fakes.fake(type));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    FakesOfATest fakes = new FakesOfATest(starts);
    store(context).put(this, fakes);
    latest = fakes;
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    latest = null;
    FakesOfATest fakes = store(context).remove(this, FakesOfATest.class);
    if (fakes != null) {
      fakes.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return starts.containsKey(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    FakesOfATest fakes = store(context).get(this, FakesOfATest.class);
    if (fakes == null) {
      throw new IllegalStateException(
          "A %s is made for each test: take it in a test, BeforeEach or AfterEach method, not in a"
                  .formatted(type.getSimpleName())
              + " constructor or a BeforeAll method.");
    }
    return fakes.fake(type);
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }

  /** The fakes that one test has asked for. */
  private static final class FakesOfATest {

    private final Map<Class<?>, Supplier<? extends AutoCloseable>> starts;
    private final Map<Class<?>, AutoCloseable> started = new ConcurrentHashMap<>();

    FakesOfATest(Map<Class<?>, Supplier<? extends AutoCloseable>> starts) {
      this.starts = starts;
    }

    AutoCloseable fake(Class<?> type) {
      // JUnit asks only for the types that are supported.
      Supplier<? extends AutoCloseable> start = Objects.requireNonNull(starts.get(type));
      return started.computeIfAbsent(type, wanted -> start.get());
    }

    void close() throws Exception {
      for (AutoCloseable fake : started.values()) {
        fake.close();
      }
    }
  }
}
