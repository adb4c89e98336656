package dev.longhaul.integration.contract;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.request;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathTemplate;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A server that answers as a document shows, and keeps every exchange. */
final class StubbedService implements AutoCloseable {
  private final WireMockServer server = new WireMockServer(options().dynamicPort());

  StubbedService() {
    server.start();
  }

  /** Returns what a client of the document has to be given as its base URL. */
  URI baseUrl(Spec spec) {
    return URI.create(server.baseUrl() + spec.basePath());
  }

  /** Forgets everything but its port. */
  void reset() {
    server.resetAll();
  }

  /** Answers an operation like this from now on; what was not prepared is answered with 404. */
  void answer(CannedAnswer answer) {
    SpecOperation operation = answer.operation();
    String path = operation.spec().basePath() + operation.path();
    server.stubFor(
        request(operation.method().toUpperCase(Locale.ROOT), urlPathTemplate(path))
            .withName(operation.name())
            .willReturn(response(answer)));
  }

  /** Hands every request on to another server from now on, and its answer back. */
  void handOn(String origin) {
    server.stubFor(any(anyUrl()).withName("handed on").willReturn(aResponse().proxiedFrom(origin)));
  }

  private static ResponseDefinitionBuilder response(CannedAnswer answer) {
    ResponseDefinitionBuilder response = aResponse().withStatus(answer.status());
    answer.headers().forEach(response::withHeader);
    if (answer.contentType() != null) {
      response.withHeader("Content-Type", answer.contentType()).withBody(answer.body());
    }
    return response;
  }

  /** Returns what came in since the last reset, in no certain order. */
  List<Exchange> exchanges() {
    return server.getAllServeEvents().stream().map(StubbedService::exchange).toList();
  }

  private static Exchange exchange(ServeEvent event) {
    LoggedRequest request = event.getRequest();
    LoggedResponse response = event.getResponse();
    return new Exchange(
        event.getWasMatched() ? event.getStubMapping().getName() : null,
        request.getMethod().getName(),
        request.getUrl().split("\\?", 2)[0],
        query(request.getQueryParams()),
        message(request.getHeaders(), request.getBody()),
        response.getStatus(),
        message(response.getHeaders(), response.getBody()));
  }

  private static Map<String, List<String>> query(Map<String, QueryParameter> parameters) {
    return parameters.values().stream()
        .collect(Collectors.toMap(QueryParameter::key, QueryParameter::values));
  }

  private static Exchange.Message message(HttpHeaders headers, byte[] body) {
    Collection<HttpHeader> all = headers == null ? List.of() : headers.all();
    Map<String, List<String>> values = new TreeMap<>();
    all.forEach(header -> values.put(header.key(), header.values()));
    return new Exchange.Message(values, Objects.requireNonNullElse(body, new byte[0]));
  }

  @Override
  public void close() {
    server.stop();
  }
}
