/** The Function Runner: templates, tasks and their outputs. */
@NullMarked
package dev.longhaul.functionrunner;

import org.jspecify.annotations.NullMarked;
