package dev.longhaul.cli;

import java.io.InputStream;
import java.util.function.Supplier;

/**
 * Who may sit before the program.
 *
 * @param answers what is typed
 * @param terminal looks whether somebody is there; takes a moment, so it is asked by those who need
 *     it
 * @param ctrlC what a press of Ctrl-C does
 */
record Person(InputStream answers, Supplier<TerminalFacts> terminal, CtrlC ctrlC) {}
