/** One WebSocket connection that outlives its sockets, whatever is spoken over it. */
@NullMarked
package dev.longhaul.realtime;

import org.jspecify.annotations.NullMarked;
