package dev.longhaul.functionrunner;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Keeps every line that is logged, at any level, and prints none. The build names it as SLF4J's
 * provider, so it is public and can be made without arguments.
 */
@SuppressWarnings("exports") // SLF4J is no part of what the module shows to its users.
public final class RecordedLog implements SLF4JServiceProvider {
  private static final List<Line> LINES = new ArrayList<>();
  private static volatile boolean off;

  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter contexts = new NOPMDCAdapter();

  /** Makes a provider; SLF4J does this. */
  public RecordedLog() {}

  /** One line, as the most talkative of layouts would write it, and the level at which it came. */
  record Line(Level level, String text) {}

  /** Returns everything that was logged so far. */
  static List<String> lines() {
    return all().stream().map(Line::text).toList();
  }

  /** Returns the same, with the levels. */
  static List<Line> all() {
    synchronized (LINES) {
      return List.copyOf(LINES);
    }
  }

  /** Says of every level that it is switched off, until {@link #switchOn}. */
  static void switchOff() {
    off = true;
  }

  static void switchOn() {
    off = false;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return Recorder::new;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return contexts;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {}

  private static final class Recorder extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private Recorder(String name) {
      this.name = name;
    }

    @Override
    protected void handleNormalizedLoggingCall(
        Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
      StringWriter line = new StringWriter();
      line.append(name).append(' ').append(MessageFormatter.basicArrayFormat(pattern, arguments));
      if (thrown != null) {
        thrown.printStackTrace(new PrintWriter(line));
      }
      synchronized (LINES) {
        LINES.add(new Line(level, line.toString()));
      }
    }

    @Override
    protected String getFullyQualifiedCallerName() {
      return name;
    }

    @Override
    public boolean isTraceEnabled() {
      return !off;
    }

    @Override
    public boolean isDebugEnabled() {
      return !off;
    }

    @Override
    public boolean isInfoEnabled() {
      return !off;
    }

    @Override
    public boolean isWarnEnabled() {
      return !off;
    }

    @Override
    public boolean isErrorEnabled() {
      return !off;
    }
  }
}
