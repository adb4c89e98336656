/** What images say of themselves. */
@NullMarked
package dev.longhaul.internal.media;

import org.jspecify.annotations.NullMarked;
