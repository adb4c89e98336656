package dev.longhaul.testkit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives every test a {@link FakeFunctionRunner} of its own: started before it, closed after it.
 *
 * <p>With {@code @ExtendWith(FakeFunctionRunnerExtension.class)} a test method, or a {@code
 * BeforeEach} or {@code AfterEach} method, takes the fake as a parameter. With
 * {@code @RegisterExtension} it can have options, and the fake is also at hand through {@link
 * #fake}:
 *
 * <pre>{@code
 * @RegisterExtension
 * final FakeFunctionRunnerExtension runner =
 *     FakeFunctionRunnerExtension.with(FakeOptions.builder().token("secret").build());
 * }</pre>
 *
 * <p>Register it after {@link LeakCheck}, which can then see that the fake was closed.
 */
public final class FakeFunctionRunnerExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(FakeFunctionRunnerExtension.class);

  private final FakeOptions options;
  private volatile @Nullable FakeFunctionRunner latest;

  /** Makes fakes with {@link FakeOptions#defaults}. */
  public FakeFunctionRunnerExtension() {
    this(FakeOptions.defaults());
  }

  private FakeFunctionRunnerExtension(FakeOptions options) {
    this.options = options;
  }

  /**
   * Returns an extension that makes fakes with these options.
   *
   * @param options of every fake
   */
  public static FakeFunctionRunnerExtension with(FakeOptions options) {
    return new FakeFunctionRunnerExtension(options);
  }

  /**
   * Returns the fake of the test that runs. Where tests of one class run in parallel, take it as a
   * parameter. <em>Errors:</em> {@link IllegalStateException} outside a test.
   */
  public FakeFunctionRunner fake() {
    FakeFunctionRunner fake = latest;
    if (fake == null) {
      throw new IllegalStateException("The fake lives only while a test runs.");
    }
    return fake;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    FakeFunctionRunner fake = FakeFunctionRunner.start(options);
    store(context).put(this, fake);
    latest = fake;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    latest = null;
    FakeFunctionRunner fake = store(context).remove(this, FakeFunctionRunner.class);
    if (fake != null) {
      fake.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FakeFunctionRunner.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    FakeFunctionRunner fake = store(context).get(this, FakeFunctionRunner.class);
    if (fake == null) {
      throw new IllegalStateException(
          "A FakeFunctionRunner is made for each test: take it in a test, BeforeEach or AfterEach"
              + " method, not in a constructor or a BeforeAll method.");
    }
    return fake;
  }

  private static Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
