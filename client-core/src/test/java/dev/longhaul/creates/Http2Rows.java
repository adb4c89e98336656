package dev.longhaul.creates;

import static dev.longhaul.creates.CreateRow.always;
import static dev.longhaul.creates.CreateRow.lost;

import dev.longhaul.creates.Http2Server.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.Call;
import okhttp3.EventListener;

/** What can go wrong with a create over HTTP/2 only, and what has to come of it. */
final class Http2Rows {
  private static final CreateCell AT_ONCE = CreateCell.handle(1, 1);
  private static final CreateCell REPEATED = CreateCell.handle(2, 1);

  private Http2Rows() {}

  static List<CreateRow> all() {
    return Stream.of(
            always("REFUSED_STREAM", fault(Fault.REFUSED_STREAM), REPEATED),
            lost(
                "the job is made, the answer begun, then REFUSED_STREAM",
                fault(Fault.REFUSED_AFTER_ANSWERING)),
            lost("the job is made, then INTERNAL_ERROR", fault(Fault.INTERNAL_ERROR)),
            always("GOAWAY that leaves the create out", fault(Fault.GOAWAY_BELOW), REPEATED),
            lost("the job is made, then GOAWAY that covers it", fault(Fault.GOAWAY_COVERING)),
            always("GOAWAY before the create begins", Http2Rows::goAwayWhileIdle, AT_ONCE),
            always(
                "GOAWAY as the create is about to be written",
                scene -> goAwayJustBefore(scene, true),
                AT_ONCE),
            always(
                "the same, and OkHttp may not reconnect by itself",
                scene -> goAwayJustBefore(scene, false),
                AT_ONCE))
        .map(CreateRow::overHttp2)
        .toList();
  }

  private static CreateRow.Trouble fault(Fault fault) {
    return scene -> scene.http2(fault);
  }

  private static void goAwayWhileIdle(CreateScene scene) throws IOException {
    Http2Server server = scene.http2(Fault.NONE);
    scene.before(
        client -> {
          client.read();
          server.goAway();
        });
  }

  /** The connection has been chosen when the news arrives that it takes no more requests. */
  private static void goAwayJustBefore(CreateScene scene, boolean reconnects) throws IOException {
    Http2Server server = scene.http2(Fault.NONE);
    EventListener news =
        new EventListener() {
          private boolean told;

          @Override
          public void requestHeadersStart(Call call) {
            if (!told && call.request().method().equals("POST")) {
              told = true;
              tell(server);
            }
          }
        };
    scene.callers(client -> client.retryOnConnectionFailure(reconnects).eventListener(news));
    scene.before(CreateTarget.Caller::read);
  }

  private static void tell(Http2Server server) {
    try {
      server.goAway();
    } catch (IOException unlikely) {
      throw new UncheckedIOException(unlikely);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }
}
