/** Streamer: requests over a WebSocket, answered at once or as jobs. */
@NullMarked
package dev.longhaul.streamer;

import org.jspecify.annotations.NullMarked;
