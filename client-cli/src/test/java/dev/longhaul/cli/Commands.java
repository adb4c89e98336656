package dev.longhaul.cli;

import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.testkit.FakeJob;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.JobScript;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Command lines that many tests use. */
final class Commands {
  /** A job that completes at once, with one file. */
  static final JobScript AT_ONCE =
      JobScript.builder().output("image", "cat.png", "image/png", new byte[] {1, 2, 3}).build();

  private Commands() {}

  static String[] run(FakeFunctionRunner fake, Path folder, String... more) {
    return runUrl(fake.baseUrl(), folder, with(List.of("--input", "prompt=a fox"), more));
  }

  static String[] runUrl(String url, Path folder, String... more) {
    List<String> first =
        List.of("functions", "run", "text-to-image", "--url", url, "--out", folder.toString());
    return with(first, more);
  }

  static String[] watch(FakeFunctionRunner fake, Path folder, String id, String... more) {
    List<String> first =
        List.of("functions", "watch", id, "--url", fake.baseUrl(), "--out", folder.toString());
    return with(first, more);
  }

  /** A command of Vestis at a fake. */
  static String[] vestis(FakeVestis fake, List<String> words, String... more) {
    return service("vestis", fake.baseUrl(), words, more);
  }

  /** A run of the kind that needs the least. */
  static String[] chat(FakeVestis fake, Path folder, String... more) {
    List<String> first =
        List.of("run", "chat", "--prompt", "a red scarf", "--out", folder.toString());
    return vestis(fake, first, more);
  }

  /** A command of the video server at a fake. */
  static String[] videos(FakeSora fake, List<String> words, String... more) {
    return service("videos", fake.baseUrl(), words, more);
  }

  /** A run with nothing but a prompt, to a file {@code video.mp4}. */
  static String[] video(FakeSora fake, Path folder, String... more) {
    String out = folder.resolve("video.mp4").toString();
    return videos(fake, List.of("run", "--prompt", "a red kite", "--out", out), more);
  }

  private static String[] service(String group, String url, List<String> words, String... more) {
    Stream<String> first = Stream.concat(Stream.of(group), words.stream());
    return with(Stream.concat(first, Stream.of("--url", url)).toList(), more);
  }

  private static String[] with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
  }

  /** Submits a job of the script, leaves it, and returns it. */
  static FakeJob submitted(FakeFunctionRunner fake, Path folder, JobScript script) {
    fake.nextJob(script);
    // A folder of its own, should the job be quicker than the one who leaves it.
    new Cli().run(run(fake, folder.resolve("left"), "--wait", "0s"));
    return fake.jobs().get(fake.jobs().size() - 1);
  }
}
