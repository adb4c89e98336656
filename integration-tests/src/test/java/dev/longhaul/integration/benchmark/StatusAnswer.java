package dev.longhaul.integration.benchmark;

import java.nio.charset.StandardCharsets;

/** The one exchange that is measured, as both processes know it. */
final class StatusAnswer {
  static final String ID = "5f0c7a52-6c1e-4f3e-9a57-0d6f3b8e2c11";
  static final String TOKEN = "benchmark-token-0123456789abcdef0123456789abcdef";

  private static final String BODY =
      """
      {"task_id":"5f0c7a52-6c1e-4f3e-9a57-0d6f3b8e2c11","status":"running","stage":"sampling",\
      "progress":42.5,"message":"Step 17 of 40","created_at":"2026-01-02T03:04:05Z",\
      "started_at":"2026-01-02T03:04:09Z","worker_id":"worker-7","queue_position":0,\
      "eta":"2026-01-02T03:05:00Z"}\
      """;

  private StatusAnswer() {}

  /** Returns the path of a task's status. */
  static String path(String id) {
    return "/api/v1/functions/tasks/" + id + "/status";
  }

  /** Returns the bytes of the answer, head and body. */
  static byte[] bytes() {
    String head =
        "HTTP/1.1 200 OK\r\n"
            + "Date: Fri, 02 Jan 2026 03:04:30 GMT\r\n"
            + "Content-Type: application/json\r\n"
            + "X-Request-ID: 0b9d5a0e-3f0e-4a5f-8a9e-1d2c3b4a5f60\r\n"
            + ("Content-Length: " + BODY.length() + "\r\n\r\n");
    return (head + BODY).getBytes(StandardCharsets.US_ASCII);
  }
}
