package dev.longhaul.cli;

import dev.longhaul.policy.WatchOptions;
import dev.longhaul.realtime.RealtimeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The program inside a test, with streams, environment, terminal and Ctrl-C of the test's own. */
final class Cli implements AutoCloseable {
  private static final Duration OFTEN = Duration.ofMillis(20);

  final RecordedOutput out = new RecordedOutput();
  final RecordedOutput err = new RecordedOutput();
  final PressedCtrlC ctrlC = new PressedCtrlC();

  private final Map<String, String> environment = new HashMap<>();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final InputStream in;
  private TerminalFacts terminal = TerminalFacts.none();
  private Duration pace = OFTEN;
  private FutureTask<Integer> running = new FutureTask<>(() -> -1);

  Cli() {
    try {
      in = new PipedInputStream(keyboard);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  Cli variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Cli onTerminal(int width) {
    terminal = new TerminalFacts(true, true, width);
    return this;
  }

  /** Reads jobs so seldom that nothing is learnt that way. */
  Cli hardlyReading() {
    pace = Duration.ofHours(1);
    return this;
  }

  /** Runs a command to its end; returns its exit code. */
  int run(String... args) {
    return runInto(printing(out), args);
  }

  /** As {@link #run}, with the results going elsewhere. */
  int runInto(PrintStream results, String... args) {
    Display display = new Display(results, printing(err));
    Person person = new Person(in, () -> terminal, ctrlC);
    WatchOptions watch = WatchOptions.builder().pollPace(pace, 1.0, pace).build();
    return Program.run(new Surroundings(display, environment, person, watch, Cli::quick), args);
  }

  private static RealtimeOptions quick(RealtimeOptions socket) {
    return socket.toBuilder().backOff(OFTEN, 1.0, OFTEN).restartDelay(OFTEN).build();
  }

  /** Runs the command that the last line advises, in a program of its own; expects it to work. */
  Cli advised() {
    String command = err.toString().lines().reduce((first, last) -> last).orElseThrow().strip();
    Cli next = new Cli();
    int code = next.run(Stream.of(command.split(" ")).skip(1).toArray(String[]::new));
    if (code != ExitCode.DONE) {
      throw new AssertionError("The advice ended with " + code + ": " + next.err);
    }
    return next;
  }

  /** Runs a command on a thread of its own, which stands for the program's main thread. */
  Cli start(String... args) {
    running = new FutureTask<>(() -> run(args));
    new Thread(running, "cli-main").start();
    return this;
  }

  /** Returns the exit code of the command that was started; fails after 10 seconds. */
  int exitCode() throws InterruptedException {
    try {
      return running.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException stuck) {
      throw new AssertionError("The command did not end. It wrote: " + err, stuck);
    }
  }

  void type(String line) throws IOException {
    keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  List<String> files() {
    return out.toString().lines().toList();
  }

  private static PrintStream printing(RecordedOutput to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  /** Ends the input, so that a question that nobody answered is not waited for. */
  @Override
  public void close() throws IOException {
    keyboard.close();
  }
}
