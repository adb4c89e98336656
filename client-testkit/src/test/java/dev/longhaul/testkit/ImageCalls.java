package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;

/** Calls of a Vestis client, and bodies that several tests send. */
final class ImageCalls implements AutoCloseable {

  static final String JPEG = "data:image/jpeg;base64,/9j/4AAQSkZJRg==";
  static final String PNG = "data:image/png;base64,iVBORw0KGgo=";
  static final String CHAT = "/generate?chat=true";
  static final String SCARF = "{\"prompt\": \"A red scarf on white ground\"}";

  private final Http http;

  ImageCalls(FakeVestis fake) {
    this.http = new Http(fake);
  }

  Http http() {
    return http;
  }

  Http.Answer create() throws IOException {
    return http.post(CHAT, SCARF);
  }

  /** Creates a job of the kind of a flag and returns its id. */
  String submit(String flag, String body) throws IOException {
    Http.Answer answer = http.post("/generate?" + flag, body);
    return answer.object().get("job_id").getAsString();
  }

  String submit() throws IOException {
    return submit("chat", SCARF);
  }

  JsonObject job(String id) throws IOException {
    return http.get("/jobs/" + id).object();
  }

  String state(String id) throws IOException {
    return job(id).get("status").getAsString();
  }

  Http.Answer cancel(String id) throws IOException {
    return http.delete("/jobs/" + id);
  }

  /** The ids of the jobs on a page. */
  String ids(String query) throws IOException {
    StringBuilder ids = new StringBuilder();
    JsonArray jobs = http.get("/jobs" + query).object().getAsJsonArray("jobs");
    jobs.forEach(job -> ids.append(job.getAsJsonObject().get("job_id").getAsString()).append(' '));
    return ids.toString().strip();
  }

  static String error(Http.Answer answer) {
    return answer.object().get("error").getAsString();
  }

  @Override
  public void close() {
    http.close();
  }
}
