/** The documents: every example in them compiles and runs, and every table says what is true. */
@NullMarked
package dev.longhaul.integration.docs;

import org.jspecify.annotations.NullMarked;
