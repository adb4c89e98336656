/**
 * How a call is made of attempts: what lets an attempt begin, what makes it be repeated, and what
 * ends it.
 */
@NullMarked
package dev.longhaul.internal.call;

import org.jspecify.annotations.NullMarked;
