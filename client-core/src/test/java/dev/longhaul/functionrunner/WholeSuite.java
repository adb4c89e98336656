package dev.longhaul.functionrunner;

import java.util.Comparator;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Begins to record what is thrown when the suite begins, and puts the look at the record at its
 * end; the order of all other classes is left as it was. The build names it as JUnit's order of
 * classes, since a service file is not looked at in a test of a module; so it is public and can be
 * made without arguments.
 */
@SuppressWarnings("exports") // JUnit is no part of what the module shows to its users.
public final class WholeSuite implements ClassOrderer {
  /** Makes an order; JUnit does this. */
  public WholeSuite() {
    ThrownTexts.record();
  }

  @Override
  public void orderClasses(ClassOrdererContext context) {
    context
        .getClassDescriptors()
        .sort(Comparator.comparing(one -> one.getTestClass() == NoSecretInAnyTextTest.class));
  }
}
