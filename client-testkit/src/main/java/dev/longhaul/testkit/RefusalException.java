package dev.longhaul.testkit;

/** Ends the treatment of a request with an error answer. */
final class RefusalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Not for being stored anywhere, so it need not be serializable. */
  private final transient WireAnswer answer;

  RefusalException(WireAnswer answer) {
    super("refused");
    this.answer = answer;
  }

  WireAnswer answer() {
    return answer;
  }
}
