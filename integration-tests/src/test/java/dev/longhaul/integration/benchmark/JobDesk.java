package dev.longhaul.integration.benchmark;

import java.util.Map;

/** Answers requests for the jobs of a plan, and counts them. Not for use by several threads. */
final class JobDesk {
  private JobPlan plan = JobPlan.parse("jobs=0");
  private JobAnswers answers = new JobAnswers(plan);
  private int delay;
  private int creates;
  private long reads;
  private long lists;

  /** Returns how long an answer has to wait. */
  int delayMillis() {
    return delay;
  }

  /** Returns the answer to the request that begins with this line. */
  byte[] answer(String line) {
    String[] words = line.split(" ", 3);
    int question = words[1].indexOf('?');
    String path = question < 0 ? words[1] : words[1].substring(0, question);
    String query = question < 0 ? "" : words[1].substring(question + 1);
    return words[0].equals("POST") ? post(path, query) : read(path, query);
  }

  private byte[] post(String path, String query) {
    if (path.endsWith("/plan")) {
      begin(query);
      return JobAnswers.bytes("200 OK", "{}");
    }
    creates++;
    return answers.accepted(creates);
  }

  private void begin(String query) {
    plan = JobPlan.parse(query);
    answers = new JobAnswers(plan);
    delay = JobPlan.numbers(query).getOrDefault("delay", 0L).intValue();
    creates = 0;
    reads = 0;
    lists = 0;
  }

  private byte[] read(String path, String query) {
    long now = System.currentTimeMillis();
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (last.equals("counts")) {
      return counts();
    }
    if (last.equals("jobs")) {
      lists++;
      Map<String, Long> numbers = JobPlan.numbers(query);
      return answers.page(
          numbers.getOrDefault("page", 1L).intValue(),
          numbers.getOrDefault("page_size", 20L).intValue(),
          now);
    }
    reads++;
    return answers.job(Integer.parseInt(last), now);
  }

  private byte[] counts() {
    return JobAnswers.bytes(
        "200 OK", "{\"creates\":%d,\"reads\":%d,\"lists\":%d}".formatted(creates, reads, lists));
  }
}
