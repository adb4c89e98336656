package dev.longhaul.error;

import java.io.Serial;

/**
 * An argument or option cannot work, found before a byte was sent. The text names the field, what
 * was wrong with it, the limit and the fix; it tells the shape of a value, never a secret or a
 * prompt. Remedy: correct the field.
 */
public final class InvalidInputException extends LonghaulException {
  @Serial private static final long serialVersionUID = 1L;

  private final String field;

  private InvalidInputException(String field, String text, CallFacts facts) {
    super(text, facts);
    this.field = field;
  }

  /**
   * Returns the exception for a field that cannot work.
   *
   * @param field the argument, option or request field, as the caller knows it
   * @param problem what is wrong with it, as the rest of a sentence that starts with the field
   * @param fix what to do, a sentence of its own
   */
  public static InvalidInputException of(String field, String problem, String fix) {
    return new InvalidInputException(
        field,
        field + " " + problem + ". " + fix,
        CallFacts.builder("longhaul", "input check").reach(CallFacts.Reach.NOT_SENT).build());
  }

  /**
   * Returns this error as one about a part of something larger: the place comes before the field,
   * here and in the text.
   *
   * @param place where in the whole the part is, such as {@code tasks[2]}
   */
  public InvalidInputException below(String place) {
    return alike(new InvalidInputException(place + "." + field, place + "." + sentence(), facts()));
  }

  /** Returns the name of the field that was wrong. */
  public String field() {
    return field;
  }

  /** Returns the text itself: it tells the field, the limit and the fix, and never a value. */
  @Override
  public String userMessage() {
    return sentence();
  }

  @Override
  public InvalidInputException with(CallFacts facts) {
    InvalidInputException copy = new InvalidInputException(field, sentence(), facts);
    if (getCause() != null) {
      copy.initCause(getCause());
    }
    return alike(copy);
  }
}
