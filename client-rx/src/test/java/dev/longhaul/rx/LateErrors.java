package dev.longhaul.rx;

import io.reactivex.rxjava3.exceptions.UndeliverableException;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Gathers what is told to the hook of RxJava for errors that no stream could take. */
final class LateErrors implements AutoCloseable {
  private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

  LateErrors() {
    RxJavaPlugins.setErrorHandler(errors::add);
  }

  /** Returns what was told since the last look, without the wrapper. */
  List<Throwable> take() {
    synchronized (errors) {
      List<Throwable> told = errors.stream().map(LateErrors::bare).toList();
      errors.clear();
      return told;
    }
  }

  private static Throwable bare(Throwable error) {
    return error instanceof UndeliverableException wrapper && wrapper.getCause() != null
        ? wrapper.getCause()
        : error;
  }

  @Override
  public void close() {
    RxJavaPlugins.setErrorHandler(null);
    if (!errors.isEmpty()) {
      throw new AssertionError("told to the hook, and not expected: " + errors);
    }
  }
}
