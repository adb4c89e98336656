/**
 * The {@code longhaul} program: everything that the library does, from a terminal. Only {@link
 * dev.longhaul.cli.Main} is public; the commands see the world through {@code Surroundings}, so
 * that they run inside a test as they do in a process.
 */
@NullMarked
package dev.longhaul.cli;

import org.jspecify.annotations.NullMarked;
