package dev.longhaul.integration;

import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.JobScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A fake service in a process of its own: prints its URL, and ends when its standard input does.
 */
final class FakeRunnerMain {
  private FakeRunnerMain() {}

  /** Takes the token that the service asks for, then the length of its jobs in milliseconds. */
  public static void main(String[] args) throws IOException {
    JobScript script =
        JobScript.builder()
            .stage("paint", Duration.ofMillis(Long.parseLong(args[1])))
            .output(
                "picture",
                "picture.txt",
                "text/plain",
                "a lighthouse".getBytes(StandardCharsets.UTF_8))
            .build();
    try (FakeFunctionRunner fake =
        FakeFunctionRunner.start(FakeOptions.builder().token(args[0]).build())) {
      fake.everyJob(script);
      System.out.println(fake.baseUrl());
      while (System.in.read() >= 0) {
        // Whoever started this process still lives.
      }
    }
  }
}
