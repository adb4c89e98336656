package dev.longhaul.functionrunner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * The text of every exception that was made in this process since {@link #record}, caught or not,
 * as the flight recorder of the JDK saw it.
 */
final class ThrownTexts {
  /** Where a text is parsed, whatever is thrown is caught and told without the text. */
  private static final Set<String> CAUGHT_IN =
      Set.of("dev.longhaul.internal.http.RetryAfter", "dev.longhaul.internal.json.Json");

  private static Recording recording;

  private ThrownTexts() {}

  /** Begins to record, unless that is done already. */
  static synchronized void record() {
    if (recording != null) {
      return;
    }
    recording = new Recording();
    // Some versions of the JDK would leave out what comes too often.
    recording.enable("jdk.JavaExceptionThrow").withStackTrace().with("throttle", "off");
    recording.enable("jdk.JavaErrorThrow").withStackTrace().with("throttle", "off");
    recording.start();
  }

  /** What was thrown, and where it was made. */
  record Thrown(String type, String message, String place) {}

  /** How many exceptions were made so far, and those among them whose text is of a kind. */
  record Found(int looked, List<Thrown> matching) {}

  /**
   * Returns the exceptions whose text is of a kind: every one of this library, and of the others
   * those that neither a test made itself nor a parser of ours caught at once.
   */
  static synchronized Found matching(Predicate<String> kind) throws IOException {
    Path file = Files.createTempFile("thrown", ".jfr");
    try {
      recording.dump(file);
      return read(file, kind);
    } finally {
      Files.delete(file);
    }
  }

  private static Found read(Path file, Predicate<String> kind) throws IOException {
    List<Thrown> found = new ArrayList<>();
    int looked = 0;
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (!event.hasField("thrownClass")) {
          continue;
        }
        looked++;
        String message = event.getString("message");
        if (message != null && kind.test(message) && !isHarmless(event)) {
          found.add(new Thrown(typeOf(event).getName(), message, framesOf(event).toString()));
        }
      }
    }
    return new Found(looked, found);
  }

  private static boolean isHarmless(RecordedEvent event) {
    if (typeOf(event).getName().startsWith("dev.longhaul.")) {
      return false;
    }
    List<String> makers =
        framesOf(event).stream().dropWhile(name -> isA(name, Throwable.class)).toList();
    boolean ownWork = makers.isEmpty() || makers.get(0).contains("Test");
    return ownWork
        || isA(typeOf(event).getName(), AssertionError.class)
        || makers.stream().anyMatch(CAUGHT_IN::contains);
  }

  private static RecordedClass typeOf(RecordedEvent event) {
    return event.getClass("thrownClass");
  }

  /** The classes on the stack, the maker of the exception first. */
  private static List<String> framesOf(RecordedEvent event) {
    return event.getStackTrace() == null
        ? List.of()
        : event.getStackTrace().getFrames().stream()
            .map(RecordedFrame::getMethod)
            .map(RecordedMethod::getType)
            .map(RecordedClass::getName)
            .toList();
  }

  private static boolean isA(String name, Class<?> type) {
    try {
      return type.isAssignableFrom(Class.forName(name, false, ThrownTexts.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError unknown) {
      return false;
    }
  }
}
