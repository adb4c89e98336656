package dev.longhaul.sora;

import dev.longhaul.error.LonghaulException;
import java.util.Optional;

/**
 * What a probe of a video server found.
 *
 * @param state how the server is
 * @param reason why the probe was not served: why it is not {@link State#UP}, or of one that is, a
 *     {@code RateLimitedException} or {@code QuotaExhaustedException}; empty when it was served
 */
public record SoraHealth(State state, Optional<LonghaulException> reason) {
  /** How a server is. */
  public enum State {
    /**
     * It answers, and takes these credentials as far as the probe shows. It may ask for fewer calls
     * (429), or the account may have used up what it has (402, or 429 with such a code).
     */
    UP,
    /** It answers, and refuses the credentials (401 or 403). */
    CREDENTIALS_REFUSED,
    /** It does not answer, or not as a video server does. */
    DOWN
  }
}
