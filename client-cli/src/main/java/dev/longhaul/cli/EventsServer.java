package dev.longhaul.cli;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.projectevents.ProjectEventsClient;
import dev.longhaul.projectevents.ProjectEventsOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** Where a server of project events is. */
final class EventsServer extends EndpointOptions {
  @Option(
      names = "--url",
      paramLabel = "WS_URL",
      description = {
        "The WebSocket, such as wss://example.com/ws. Without it, the URL in the variable"
            + " LONGHAUL_EVENTS_BASE_URL; else ws://backend:8000/ws where that host is known; else"
            + " the URL in PUBLIC_WS_URL; else ws://localhost:8000/ws."
      })
  void url(String url) {
    this.url = url;
  }

  /** Returns a client of the server, which has sent nothing yet. */
  ProjectEventsClient open(Surroundings surroundings) {
    if (url.isEmpty()) {
      url = usual(surroundings.environment(), EventsServer::isKnown);
    }
    ProjectEventsOptions defaults = ProjectEventsOptions.defaults();
    try {
      return ProjectEventsClient.open(
          options(surroundings),
          defaults.toBuilder()
              .realtime(surroundings.socket().apply(defaults.realtime()))
              .withoutHttpTasks()
              .build());
    } catch (InvalidInputException wrong) {
      throw usage(wrong);
    }
  }

  /** Returns the first URL that can be meant, in the documented order. */
  static String usual(Map<String, String> environment, Predicate<String> known) {
    String ours = environment.getOrDefault("LONGHAUL_EVENTS_BASE_URL", "");
    if (!ours.isBlank()) {
      return ours;
    }
    if (known.test("backend")) {
      return "ws://backend:8000/ws";
    }
    String documented = environment.getOrDefault("PUBLIC_WS_URL", "");
    return documented.isBlank() ? "ws://localhost:8000/ws" : documented;
  }

  private static boolean isKnown(String host) {
    try {
      return InetAddress.getByName(host) != null;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
