package dev.longhaul.testkit;

/**
 * What a request asks of a fake service: a constant of the enum that belongs to the service, such
 * as {@link FunctionRunnerOperation}. Each of these enums has {@code ANY}, which stands for all.
 */
public interface Operation {

  /** Returns the name of the constant. */
  String name();

  /** Tells whether such a request makes jobs, which a user would pay for. */
  boolean creates();

  /**
   * Tells whether a request is meant by this: one of this very kind, or any if this is {@code ANY}.
   *
   * @param asked what the request asks for
   */
  boolean covers(Operation asked);
}
