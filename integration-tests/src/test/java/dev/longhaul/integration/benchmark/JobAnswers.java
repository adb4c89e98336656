package dev.longhaul.integration.benchmark;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Writes what the service says of the jobs of a plan, in the words of Vestis. */
final class JobAnswers {
  static final int MOST_ON_A_PAGE = 100;

  private final JobPlan plan;

  JobAnswers(JobPlan plan) {
    this.plan = plan;
  }

  /** Returns the answer about one job. */
  byte[] job(int id, long now) {
    if (id < 1 || id > plan.jobs()) {
      return bytes("404 Not Found", "{\"error\":\"no such job\"}");
    }
    StringBuilder body = new StringBuilder(320);
    job(body, id, now);
    return bytes("200 OK", body);
  }

  /** Returns one page of the jobs that have begun, newest first. */
  byte[] page(int number, int size, long now) {
    int rows = Math.min(size, MOST_ON_A_PAGE);
    int made = plan.made(now);
    int newest = made - (number - 1) * rows;
    StringBuilder body = new StringBuilder(320 * rows).append("{\"jobs\":[");
    for (int id = newest; id > 0 && id > newest - rows; id--) {
      if (id < newest) {
        body.append(',');
      }
      job(body, id, now);
    }
    body.append("],\"metadata\":{\"current_page\":").append(number);
    body.append(",\"page_size\":").append(rows).append(",\"first_page\":1,\"last_page\":");
    body.append(Math.max(1, (made + rows - 1) / rows));
    body.append(",\"total_records\":").append(made).append("}}");
    return bytes("200 OK", body);
  }

  /** Returns the answer to a create, which named this job. */
  byte[] accepted(int id) {
    return bytes(
        "202 Accepted",
        "{\"success\":true,\"job_id\":%d,\"status\":\"pending\",\"message\":\"Queued\"}"
            .formatted(id));
  }

  private void job(StringBuilder body, int id, long now) {
    boolean ended = plan.hasEnded(id, now);
    Instant start = Instant.ofEpochMilli(plan.startOf(id));
    body.append("{\"job_id\":").append(id);
    body.append(",\"status\":\"").append(ended ? "completed" : "processing");
    body.append("\",\"job_type\":\"chat\",\"created_at\":\"").append(start);
    body.append("\",\"started_at\":\"").append(start);
    body.append("\",\"attempts\":1,\"progress\":").append(plan.percentAt(id, now));
    if (ended) {
      Instant end = Instant.ofEpochMilli(plan.endOf(id));
      body.append(",\"completed_at\":\"").append(end);
      body.append("\",\"result\":{\"image_url\":\"").append(imageOf(id));
      body.append("\",\"generated_at\":\"").append(end).append("\",\"message\":\"Done\"}");
    }
    body.append('}');
  }

  /** Returns the result of a job: whoever is told another was told of another job. */
  static String imageOf(int id) {
    return "https://images.example/generated/" + id + ".png";
  }

  static byte[] bytes(String status, CharSequence body) {
    String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: ";
    return (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
  }
}
