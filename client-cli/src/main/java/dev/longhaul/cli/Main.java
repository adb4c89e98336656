package dev.longhaul.cli;

/** The entry of the {@code longhaul} program. */
public final class Main {
  private Main() {}

  /**
   * Runs one command; ends the process with the command's exit code, unless that is 0.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    int code = Program.run(Surroundings.ofProcess(), args);
    if (code != ExitCode.DONE) {
      System.exit(code);
    }
  }
}
