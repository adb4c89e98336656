package dev.longhaul.integration.surfaces;

import dev.longhaul.testkit.LeakCheck;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for leaks once, after the last test of a class whose tests run beside each other. */
final class LeaksOfTheClass implements BeforeAllCallback, AfterAllCallback {
  private final LeakCheck check = new LeakCheck();

  @Override
  public void beforeAll(ExtensionContext context) {
    check.beforeEach(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    check.afterEach(context);
  }
}
