/** Vestis: fashion images, made as jobs that take two to three minutes. */
@NullMarked
package dev.longhaul.vestis;

import org.jspecify.annotations.NullMarked;
