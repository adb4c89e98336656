package dev.longhaul.streamer;

import dev.longhaul.policy.ClientEvent;
import java.util.Optional;

/**
 * The server told of an error and did not say of which request. Told to the listener of the
 * client's {@code ResilienceOptions}.
 *
 * @param service {@code streamer}
 * @param code the server's code; empty when it gave none that is fit to be shown
 * @param requestId the id of the request that it was taken for, if for one
 */
public record UnnamedError(String service, String code, Optional<String> requestId)
    implements ClientEvent {}
