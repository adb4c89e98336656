package dev.longhaul.integration.benchmark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/**
 * The frames that a server of project events floods its clients with, of about 300 bytes each: of
 * twenty, sixteen tell of the progress of a task, in both of its shapes, and the rest of files,
 * Git, processes and heartbeats. They are made once; no two are alike, and many tasks take turns,
 * so that a client has nothing to leave out.
 */
final class EventFrames {
  /** How many frames are sent for each credit. */
  static final int BATCH = 500;

  private static final int BATCHES = 40;
  private static final int TASKS = 2_000;
  private static final int KINDS = 20;
  private static final int TEXT = 0x81;
  private static final int LONG_LENGTH = 126;
  private static final Instant BEGIN = Instant.parse("2026-03-11T09:15:23.123456Z");

  private EventFrames() {}

  /** Returns the batches, which are sent over and over again, as they stand on the wire. */
  static byte[][] batches() {
    byte[][] batches = new byte[BATCHES][];
    ByteBuffer buffer = ByteBuffer.allocate(BATCH * 1_024);
    for (int batch = 0; batch < BATCHES; batch++) {
      buffer.clear();
      for (int i = 0; i < BATCH; i++) {
        put(text(batch * BATCH + i), buffer);
      }
      batches[batch] = new byte[buffer.flip().remaining()];
      buffer.get(batches[batch]);
    }
    return batches;
  }

  /** Returns a frame of progress, as it stands on the wire, that tells when it was sent. */
  static byte[] stamped(int number, long nanos) {
    ByteBuffer buffer = ByteBuffer.allocate(1_024);
    put(progress(number, String.valueOf(nanos)), buffer);
    byte[] frame = new byte[buffer.flip().remaining()];
    buffer.get(frame);
    return frame;
  }

  private static void put(String text, ByteBuffer into) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    into.put((byte) TEXT).put((byte) LONG_LENGTH).putShort((short) payload.length).put(payload);
  }

  /** Returns the n-th frame. */
  static String text(int number) {
    return switch (number % KINDS) {
      case 3 -> file(number);
      case 8 -> git(number);
      case 13 -> process(number);
      case 18 -> heartbeat(number);
      default -> progress(number, "Rendering frame " + number + " of the second shot");
    };
  }

  private static String head(String type, int number) {
    return "{\"type\":\"%s\",\"timestamp\":\"%s\"".formatted(type, BEGIN.plusMillis(number));
  }

  private static String progress(int number, String message) {
    int percent = number / TASKS * 7 % 100;
    String progress =
        number % 2 == 0
            ? String.valueOf(percent)
            : String.format(
                Locale.ROOT,
                "{\"current\":%d,\"total\":100,\"percentage\":%.1f}",
                percent,
                (double) percent);
    return head("task.progress", number)
        + (",\"project_id\":\"project-7\",\"task_id\":\"0b6f2c1e-55aa-4f0e-9a51-%012d\""
                + ",\"state\":\"PROGRESS\",\"progress\":%s,\"message\":\"%s\""
                + ",\"metadata\":{\"task_name\":\"render_shot\",\"node_id\":\"node-12\"}}")
            .formatted(number % TASKS, progress, message);
  }

  private static String file(int number) {
    return head("file.changed", number)
        + (",\"project_id\":\"project-7\",\"change_type\":\"modified\""
                + ",\"file_path\":\"/workspace/project-7/renders/shots/second/v%06d/%s.exr\"}")
            .formatted(number, "frame-".repeat(10));
  }

  private static String git(int number) {
    return head("git.commit", number)
        + (",\"project_id\":\"project-7\",\"ref\":\"refs/heads/shot-%d\",\"author\":\"A. Person\""
                + ",\"message\":\"Render the second shot again, with the light from the left\"}")
            .formatted(number);
  }

  private static String process(int number) {
    return head("process.progress", number)
        + (",\"project_id\":\"project-7\",\"process_id\":\"process-%d\",\"progress\":42.5"
                + ",\"message\":\"Copying the textures of the second shot to the render nodes\"}")
            .formatted(number);
  }

  private static String heartbeat(int number) {
    return head("system.heartbeat", number) + "}";
  }
}
