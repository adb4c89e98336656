/**
 * What can go wrong: one root, {@link dev.longhaul.error.LonghaulException}, and one final class
 * for each remedy.
 */
@NullMarked
package dev.longhaul.error;

import org.jspecify.annotations.NullMarked;
