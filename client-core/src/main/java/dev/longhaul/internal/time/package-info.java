/** The only place that makes timers and asks the system for the time. */
@NullMarked
package dev.longhaul.internal.time;

import org.jspecify.annotations.NullMarked;
