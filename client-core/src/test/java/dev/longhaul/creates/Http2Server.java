package dev.longhaul.creates;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.longhaul.policy.KeyMode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A small service that speaks HTTP/2 on a plain socket, frame by frame, so that it can say what
 * servers of libraries do not let a test say: a GOAWAY that leaves a request out, above all. A
 * request with a body is a create; any other is answered with a list of no templates. Headers are
 * not decoded: the key is read from the metadata of the submission.
 */
final class Http2Server implements Closeable {
  /** What happens to the first create. */
  enum Fault {
    NONE,
    /** Its stream is reset with REFUSED_STREAM; nothing was done. */
    REFUSED_STREAM,
    /** A GOAWAY says that it was left out; nothing was done. */
    GOAWAY_BELOW,
    /** A job is made; then a GOAWAY that does not leave it out, and the connection ends. */
    GOAWAY_COVERING,
    /** A job is made; then its stream is reset with INTERNAL_ERROR. */
    INTERNAL_ERROR,
    /** A job is made and the answer begun; then its stream is reset with REFUSED_STREAM. */
    REFUSED_AFTER_ANSWERING
  }

  private static final int PREFACE_BYTES = 24;
  private static final Http2Frame.Answer NO_TEMPLATES = new Http2Frame.Answer(200, "[]");
  private static final int CODE_REFUSED_STREAM = 7;
  private static final int CODE_INTERNAL_ERROR = 2;

  private final KeyMode mode;
  private final AtomicReference<Fault> fault;
  private final ServerSocket listening;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final Map<String, String> jobs = new ConcurrentHashMap<>();
  private final Map<String, String> made = new ConcurrentHashMap<>();

  Http2Server(KeyMode mode, Fault fault) throws IOException {
    this.mode = mode;
    this.fault = new AtomicReference<>(fault);
    listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    inThread(this::acceptAll);
  }

  String baseUrl() {
    return "http://127.0.0.1:" + listening.getLocalPort();
  }

  /** Returns how many creates came whole. */
  int received() {
    return keys.size();
  }

  List<String> keys() {
    return keys;
  }

  /** Returns the keys of the jobs that were made, by the ids of the jobs. */
  Map<String, String> made() {
    return made;
  }

  /** Says on every connection that no new request will be taken; waits until it was understood. */
  void goAway() throws IOException, InterruptedException {
    for (Connection connection : open) {
      connection.goAwayAndWait();
    }
  }

  private void acceptAll() {
    while (true) {
      try {
        Connection connection = new Connection(listening.accept());
        open.add(connection);
        inThread(connection::serve);
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void inThread(Runnable work) {
    Thread thread = new Thread(work, "http2-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** Makes a job, or does with a known key what the service does with those; returns its answer. */
  private synchronized Http2Frame.Answer act(String key) {
    String known = mode == KeyMode.IGNORED ? null : jobs.get(key);
    if (known != null && mode == KeyMode.REJECTED) {
      return new Http2Frame.Answer(409, "{\"error\":{\"code\":\"DUPLICATE_REQUEST\"}}");
    }
    String id = known == null ? "h2-" + (made.size() + 1) : known;
    if (known == null) {
      made.put(id, key);
      jobs.put(key, id);
    }
    return new Http2Frame.Answer(200, "{\"task_id\":\"" + id + "\",\"status\":\"pending\"}");
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Connection connection : open) {
      connection.socket.close();
    }
  }

  /** One connection. Frames are written whole, whichever thread writes them. */
  private final class Connection {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<Integer, ByteArrayOutputStream> bodies = new HashMap<>();
    private final CountDownLatch understood = new CountDownLatch(1);
    private volatile int lastStream;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    }

    void serve() {
      try (socket) {
        in.readFully(new byte[PREFACE_BYTES]);
        write(Http2Frame.settings());
        while (true) {
          take(Http2Frame.read(in));
        }
      } catch (IOException over) {
        // The client hung up, or the test is over: the end of this connection either way.
      } finally {
        open.remove(this);
      }
    }

    private void take(Http2Frame frame) throws IOException {
      switch (frame.type()) {
        case Http2Frame.HEADERS -> {
          lastStream = frame.stream();
          bodies.put(frame.stream(), new ByteArrayOutputStream());
          if (frame.endsStream()) {
            write(Http2Frame.answer(frame.stream(), NO_TEMPLATES));
          }
        }
        case Http2Frame.DATA -> {
          bodies.get(frame.stream()).write(frame.payload());
          if (frame.endsStream()) {
            create(frame.stream(), bodies.get(frame.stream()).toString(StandardCharsets.UTF_8));
          }
        }
        case Http2Frame.SETTINGS -> acknowledge(frame);
        case Http2Frame.PING -> {
          acknowledge(frame);
          if (frame.acknowledges()) {
            understood.countDown();
          }
        }
        default -> {
          // Windows are larger than anything sent here, and a client's farewell needs no answer.
        }
      }
    }

    private void acknowledge(Http2Frame frame) throws IOException {
      if (!frame.acknowledges()) {
        write(List.of(frame.acknowledgement()));
      }
    }

    private void create(int stream, String body) throws IOException {
      String key = keyIn(body);
      keys.add(key);
      Fault now = fault.getAndSet(Fault.NONE);
      switch (now) {
        case NONE -> write(Http2Frame.answer(stream, act(key)));
        case REFUSED_STREAM -> write(List.of(Http2Frame.reset(stream, CODE_REFUSED_STREAM)));
        case GOAWAY_BELOW -> write(List.of(Http2Frame.goAway(stream - 2)));
        case GOAWAY_COVERING -> {
          act(key);
          write(List.of(Http2Frame.goAway(stream)));
          socket.close();
        }
        case INTERNAL_ERROR -> {
          act(key);
          write(List.of(Http2Frame.reset(stream, CODE_INTERNAL_ERROR)));
        }
        case REFUSED_AFTER_ANSWERING -> {
          Http2Frame head = Http2Frame.answer(stream, act(key)).get(0);
          write(List.of(head, Http2Frame.reset(stream, CODE_REFUSED_STREAM)));
        }
      }
    }

    private static String keyIn(String submission) {
      JsonObject body = JsonParser.parseString(submission).getAsJsonObject();
      return body.getAsJsonObject("metadata").get("idempotency_key").getAsString();
    }

    /** The answer to a ping that follows shows that all before it has been read. */
    void goAwayAndWait() throws IOException, InterruptedException {
      write(List.of(Http2Frame.goAway(lastStream), Http2Frame.ping()));
      if (!understood.await(5, TimeUnit.SECONDS)) {
        throw new AssertionError("The client answers no ping");
      }
    }

    private synchronized void write(List<Http2Frame> frames) throws IOException {
      for (Http2Frame frame : frames) {
        frame.writeTo(out);
      }
      out.flush();
    }
  }
}
