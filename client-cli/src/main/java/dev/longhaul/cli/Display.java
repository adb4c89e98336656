package dev.longhaul.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Where the program writes: results to one stream, everything else to the other. All text passes
 * through {@link #clean}, since much of it comes from a server.
 *
 * <p><i>Concurrency:</i> the lines of many threads never mix; the secret is set once, before there
 * is anything to hide.
 */
final class Display {
  /** A shorter token would be found in every other word. */
  private static final int SHORTEST_SECRET = 6;

  private final PrintStream out;
  private final PrintStream err;
  private volatile String secret = "";

  /** The line that is drawn over, which a note has to leave whole; guarded by the monitor. */
  private String drawn = "";

  Display(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Keeps a text out of everything that is written from now on, should a server send it back. */
  void hide(String secret) {
    this.secret = secret;
  }

  /** Writes a line of the result. */
  void result(String line) {
    out.println(clean(line));
    out.flush();
  }

  /** Returns whether nobody takes results any more, as when they go to a program that has ended. */
  boolean isResultUnheard() {
    return out.checkError();
  }

  /** Writes a line beside the result, above the one that is drawn over, if there is one. */
  synchronized void note(String line) {
    String plain = clean(line);
    if (drawn.isEmpty()) {
      err.println(plain);
    } else {
      err.println("\r" + plain + " ".repeat(Math.max(0, drawn.length() - plain.length())));
      err.print(drawn);
    }
    err.flush();
  }

  /** Writes the line that tells why the program ends as it does. */
  void fault(String line) {
    note("longhaul: " + line);
  }

  /** Writes to where notes go, without ending the line; a carriage return at the start is kept. */
  synchronized void draw(String text) {
    boolean again = text.startsWith("\r");
    String plain = clean(text.substring(again ? 1 : 0));
    drawn = again ? plain : "";
    err.print((again ? "\r" : "") + plain);
    err.flush();
  }

  /** Ends the line that was drawn. */
  synchronized void endDrawing() {
    drawn = "";
    err.println();
    err.flush();
  }

  /** Returns a writer of help texts, which need no cleaning. */
  PrintWriter outWriter() {
    return writer(out);
  }

  PrintWriter errWriter() {
    return writer(err);
  }

  private static PrintWriter writer(PrintStream to) {
    return new PrintWriter(new OutputStreamWriter(to, Charset.defaultCharset()), true);
  }

  /** Returns the text as it is safe to show: one line, no control character, no secret. */
  String clean(String text) {
    String plain = Printable.clean(text);
    return secret.length() < SHORTEST_SECRET ? plain : plain.replace(secret, "***");
  }
}
