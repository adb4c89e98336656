/** Reading and writing JSON within limits. */
@NullMarked
package dev.longhaul.internal.json;

import org.jspecify.annotations.NullMarked;
