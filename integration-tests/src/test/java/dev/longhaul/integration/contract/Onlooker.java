package dev.longhaul.integration.contract;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Stands between a client and a fake, and holds against a document what passes by. */
final class Onlooker implements AutoCloseable {
  /** The token of every client of these tests. */
  static final String TOKEN = "contract-token";

  private final StubbedService between = new StubbedService();
  private final HttpClient plain = HttpClient.newHttpClient();
  private final Spec spec;
  private final Path folder;

  /** Stands before a fake of this base URL. */
  Onlooker(String fake, Spec spec, Path folder) {
    this.spec = spec;
    this.folder = folder;
    between.handOn(fake.substring(0, fake.length() - spec.basePath().length()));
  }

  /** Returns where clients are to call, who then look again only when they are told to. */
  ClientCall.Scene scene() {
    return new ClientCall.Scene(between.baseUrl(spec), folder, Duration.ofHours(1));
  }

  /** Sends what no client would, with the token of the clients. */
  void send(String method, String path, String body) throws IOException, InterruptedException {
    sendAs(TOKEN, method, path, body);
  }

  /** Sends something with a token of its own. */
  void sendAs(String token, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(between.baseUrl(spec) + path))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    plain.send(request, BodyHandlers.ofByteArray());
  }

  /** Returns what a fake or a client did otherwise than the document says. */
  List<String> problems() {
    return between.exchanges().stream()
        .flatMap(exchange -> SpecCheck.of(spec).problems(exchange).stream())
        .toList();
  }

  /** Returns the same of the answers alone, where the requests are wrong on purpose. */
  List<String> answerProblems() {
    return between.exchanges().stream()
        .flatMap(exchange -> SpecCheck.of(spec).answerProblems(exchange).stream())
        .toList();
  }

  /** Returns what was asked for, such as {@code readJob 200}. */
  Set<String> seen() {
    Set<String> seen = new TreeSet<>();
    for (Exchange exchange : between.exchanges()) {
      SpecOperation operation = spec.operation(exchange.method(), exchange.path());
      seen.add(operation.id() + " " + exchange.status());
    }
    return seen;
  }

  /** Returns the operations that nobody asked for with success. */
  Set<String> unseen() {
    Set<String> unseen = new TreeSet<>();
    spec.operations().forEach(operation -> unseen.add(operation.id()));
    seen().stream()
        .map(seen -> seen.split(" "))
        .filter(seen -> seen[1].startsWith("2"))
        .forEach(seen -> unseen.remove(seen[0]));
    return unseen;
  }

  @Override
  public void close() {
    between.close();
  }
}
