/** Options of a client: where it talks to, as whom, and within which limits. */
@NullMarked
package dev.longhaul.policy;

import org.jspecify.annotations.NullMarked;
