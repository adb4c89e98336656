package dev.longhaul.integration.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Prints what it costs to hear project events, and to hold many connections open, beside OkHttp and
 * Gson alone. Ends with status 0 when it has measured, whatever the figures are, and with 1 when it
 * could not.
 */
final class RealtimeBenchmark {
  private RealtimeBenchmark() {}

  /** Takes no arguments; the property {@code realtime.quick} makes it less. */
  public static void main(String[] args) {
    int status = 0;
    try {
      RealtimeScale scale =
          Boolean.getBoolean("realtime.quick") ? RealtimeScale.quick() : RealtimeScale.whole();
      run(scale, new PrintStream(System.out, true, StandardCharsets.UTF_8));
    } catch (Exception | LinkageError impossible) {
      System.err.println("Not all could be measured, for this reason:");
      impossible.printStackTrace();
      status = 1;
    }
    // Ends what a failure may have left running.
    System.exit(status);
  }

  /** Measures everything and prints it. */
  static void run(RealtimeScale scale, PrintStream out) throws Exception {
    try (ServerProcess server = ServerProcess.start(FrameServer.class)) {
      String url = server.url().replace("http:", "ws:") + "/ws";
      RealtimeReport report = new RealtimeReport(out);
      report.head(scale);
      events(scale, url, report);
      connections(new ManyConnections(url, scale), report);
    }
  }

  private static void events(RealtimeScale scale, String url, RealtimeReport report)
      throws IOException, InterruptedException {
    try (EventWay undecoded = BareEvents.undecoded(url);
        EventWay oneClass = BareEvents.inOneClass(url);
        EventWay models = BareEvents.inModels(url);
        EventWay listener = LonghaulEvents.listening(url);
        EventWay flowable = LonghaulEvents.flowing(url)) {
      EventBlocks blocks =
          EventBlocks.run(scale, List.of(undecoded, oneClass, models, listener, flowable));
      report.blocks(blocks, new RealtimeReport.Ways(0, 1, 2, 3, 4));
      report.line("");
      report.lag("bare, models", EventLag.of(models, scale.paced()));
      report.lag("listener", EventLag.of(listener, scale.paced()));
      report.lag("Flowable", EventLag.of(flowable, scale.paced()));
    }
  }

  private static void connections(ManyConnections many, RealtimeReport report) throws Exception {
    report.line("");
    report.connections("OkHttp alone", many.bare());
    report.connections("RealtimeConnection", many.alone());
    report.connections("RealtimeConnection with a shared timer and executor", many.sharing());
    report.connections("ProjectEventsClient with the same", many.clients());
  }
}
