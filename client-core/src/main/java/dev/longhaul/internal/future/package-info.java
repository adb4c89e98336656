/** Futures that hand a cancellation on. */
@NullMarked
package dev.longhaul.internal.future;

import org.jspecify.annotations.NullMarked;
