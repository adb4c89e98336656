package dev.longhaul.sora;

import dev.longhaul.error.ClientClosedException;
import dev.longhaul.error.CredentialsException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.NotFoundException;
import dev.longhaul.internal.future.LinkedFuture;
import dev.longhaul.sora.SoraHealth.State;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Tells a server that refuses the credentials from one that is not there. */
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
          } else if (reason instanceof LonghaulException known
              && !(reason instanceof ClientClosedException)) {
            health.complete(judged(known));
          } else {
            health.completeExceptionally(reason);
          }
        });
    return health;
  }

  private static SoraHealth judged(LonghaulException reason) {
    return reason instanceof CredentialsException
        ? new SoraHealth(State.CREDENTIALS_REFUSED, Optional.of(reason))
        : new SoraHealth(State.DOWN, Optional.of(explained(reason)));
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
