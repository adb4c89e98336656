/** Streams of events with demand. */
@NullMarked
package dev.longhaul.internal.flow;

import org.jspecify.annotations.NullMarked;
