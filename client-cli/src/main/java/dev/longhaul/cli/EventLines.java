package dev.longhaul.cli;

import dev.longhaul.projectevents.ProjectEvent;
import dev.longhaul.realtime.ConnectionState;
import dev.longhaul.realtime.ConnectionStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Writes events as lines, and knows when that is over.
 *
 * <p><i>Concurrency:</i> events and statuses come on threads of the client; the one that waits is
 * the one that Ctrl-C interrupts.
 */
final class EventLines {
  private final Display display;
  private final ConnectionLine connection;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile boolean connected; // written by one thread at a time

  EventLines(Display display) {
    this.display = display;
    connection = new ConnectionLine(display::note);
  }

  /** Writes an event. A reader that is slow holds it up, and may miss events: that is told. */
  void event(ProjectEvent event) {
    if (event instanceof ProjectEvent.Missed missed) {
      display.note("Events that came too fast for the reader and are missing: " + missed.events());
      return;
    }
    display.result(event.type() + " " + Printable.json(event.json()));
    if (display.isResultUnheard()) {
      end.complete(null);
    }
  }

  /** Hears how the connection stands, and tells it unless that is the end. */
  void status(ConnectionStatus status) {
    if (status.state() == ConnectionState.ERROR) {
      end.completeExceptionally(
          status
              .error()
              .<RuntimeException>map(error -> error)
              .orElseGet(() -> failure(ConnectionLine.line(status))));
    } else {
      connected |= status.state() == ConnectionState.CONNECTED;
      connection.accept(status);
    }
  }

  /**
   * Returns when the watch is over and that is in order; else throws why it is over.
   *
   * @param time how long to watch
   * @throws InterruptedException when Ctrl-C came before there was any connection
   */
  void await(Duration time) throws InterruptedException {
    try {
      end.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException pressed) {
      if (!connected) {
        throw pressed;
      }
    } catch (TimeoutException over) {
      if (!connected) {
        throw failure("There was no connection within " + DurationText.exact(time) + ".");
      }
    } catch (ExecutionException gaveUp) {
      if (gaveUp.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw new IllegalStateException(gaveUp.getCause());
    }
  }

  private static CommandFailure failure(String line) {
    return new CommandFailure(ExitCode.SERVICE, line, "", null);
  }
}
