package dev.longhaul.sora;

import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.DeadlineExceededException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.RateLimitedException;
import dev.longhaul.error.UnreachableException;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.sora.SoraHealth.State;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tells a server that refuses the credentials from one that is not there. What ended the probe on
 * this side tells nothing of the server, and stays an error.
 */
final class HealthProbe {
  private HealthProbe() {}

  static CompletableFuture<SoraHealth> of(VideoServer server) {
    CompletableFuture<?> answer = server.probe().startForCaller();
    LinkedFuture<SoraHealth> health = new LinkedFuture<>(answer);
    answer.whenComplete(
        (value, error) -> {
          Throwable reason = error == null ? null : LinkedFuture.reason(error);
          if (reason == null) {
            health.complete(new SoraHealth(State.UP, Optional.empty()));
          } else if (reason instanceof LonghaulException known && tellsOfTheServer(known)) {
            health.complete(judged(known));
          } else {
            health.completeExceptionally(reason);
          }
        });
    return health;
  }

  private static boolean tellsOfTheServer(LonghaulException reason) {
    return reason.facts().status().isPresent()
        || reason instanceof UnreachableException
        || (reason instanceof DeadlineExceededException && reason.facts().attempts() > 0);
  }

  private static SoraHealth judged(LonghaulException reason) {
    if (reason instanceof CredentialsException) {
      return new SoraHealth(State.CREDENTIALS_REFUSED, Optional.of(reason));
    }
    boolean served =
        reason instanceof RateLimitedException || reason instanceof QuotaExhaustedException;
    return new SoraHealth(served ? State.UP : State.DOWN, Optional.of(explained(reason)));
  }

  private static LonghaulException explained(LonghaulException reason) {
    return reason instanceof NotFoundException
        ? new NotFoundException(
            "The server answers, and does not know the path of the probe. Check the base URL,"
                + " which ends in /v1 at most servers, or choose another probe.",
            reason.facts(),
            null)
        : reason;
  }
}
