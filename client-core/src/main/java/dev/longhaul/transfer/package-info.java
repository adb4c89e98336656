/** Files that move between a job and a folder. */
@NullMarked
package dev.longhaul.transfer;

import org.jspecify.annotations.NullMarked;
