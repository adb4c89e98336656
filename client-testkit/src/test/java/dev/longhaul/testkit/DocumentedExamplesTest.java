package dev.longhaul.testkit;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of the Javadoc, run; and the proof that they are the same. */
@ExtendWith(LeakCheck.class)
class DocumentedExamplesTest {

  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code(.*?)}</pre>", Pattern.DOTALL);

  @RegisterExtension
  final FakeExtension<FakeFunctionRunner> runner =
      FakeExtension.of(
          FakeFunctionRunner.class,
          () -> FakeFunctionRunner.start(FakeOptions.builder().token("secret").build()));

  @Test
  void aRegisteredExtensionHasOptions() throws IOException {
    try (Http http = new Http(runner.fake())) {
      assertEquals(401, http.get(Requests.TEMPLATES).status());
    }
  }

  @Test
  void aFakeCountsCreates() throws Exception {
    try (FakeFunctionRunner fake = FakeFunctionRunner.start()) {
      fake.nextJob(JobScript.failing());
      new Thumbnails(fake.baseUrl(), VirtualTime.create()).submit("cat.png");
      assertEquals("thumbnail", fake.jobs().get(0).submission().get("template_id").getAsString());
      assertEquals(1, fake.ledger().creates());
    }
  }

  @Test
  void aDashboardHearsOfATaskAndLosesItsSocket() throws Exception {
    try (FakeProjectEvents fake = FakeProjectEvents.start();
        SocketClient dashboard = SocketClient.open(fake.socketUrl() + "/project-7")) {
      fake.task("project-7", "task-42").progress(40, "Frame 80 of 200");
      assertEquals("PROGRESS", dashboard.nextOf("task.progress").get("state").getAsString());
      fake.sockets().open().forEach(FakeSocket::drop);
      assertEquals("failed", dashboard.end());
    }
  }

  @Test
  void aScriptIsBuilt() {
    byte[] bytes = {1};
    JobScript script =
        JobScript.builder()
            .queuedFor(Duration.ofSeconds(2))
            .stage("render", Duration.ofSeconds(30))
            .output("image", "out.png", "image/png", bytes)
            .build();
    assertEquals(Duration.ofSeconds(30), script.parts().work());
  }

  @Test
  void aRecorderHearsEverything() {
    try (EventRecorder<String> events = EventRecorder.create()) {
      announce(events);
      assertEquals("started", events.next());
      assertEquals("done", events.next());
    }
  }

  @Test
  void everyExampleOfTheDocumentationIsCompiledHere() throws IOException {
    String tests = sources("src/test/java").map(DocumentedExamplesTest::normal).collect(joining());
    List<String> examples = examples();

    assertThat(examples).hasSize(12);
    for (String example : examples) {
      assertThat(tests).contains(example);
    }
  }

  private static void announce(Consumer<String> listener) {
    listener.accept("started");
    listener.accept("done");
  }

  private static List<String> examples() throws IOException {
    return sources("src/main/java")
        .flatMap(source -> EXAMPLE.matcher(source).results())
        .map(example -> normal(example.group(1).replaceAll("(?m)^ *\\*", "")))
        .toList();
  }

  private static Stream<String> sources(String folder) throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(it -> it.toString().endsWith(".java")).sorted().toList()) {
        sources.add(Files.readString(file));
      }
    }
    return sources.stream();
  }

  /** Indentation and blank lines may differ; nothing else. */
  private static String normal(String text) {
    return text.lines().map(String::strip).filter(it -> !it.isEmpty()).collect(joining("\n"));
  }
}
