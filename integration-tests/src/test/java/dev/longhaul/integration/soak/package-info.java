/**
 * A thousand jobs at any time on a wire that fails, for as long as one likes: no ending is missed,
 * and nothing grows.
 */
@NullMarked
package dev.longhaul.integration.soak;

import org.jspecify.annotations.NullMarked;
