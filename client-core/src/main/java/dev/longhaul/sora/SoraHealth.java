package dev.longhaul.sora;

import dev.longhaul.error.LonghaulException;
import java.util.Optional;

/**
 * What a probe of a video server found.
 *
 * @param state how the server is
 * @param reason why it is not {@link State#UP}; empty when it is
 */
public record SoraHealth(State state, Optional<LonghaulException> reason) {
  /** How a server is. */
  public enum State {
    /** It answers, and serves these credentials as far as the probe shows. */
    UP,
    /** It answers, and refuses the credentials (401 or 403). */
    CREDENTIALS_REFUSED,
    /** It does not answer, or not as a video server does. */
    DOWN
  }
}
