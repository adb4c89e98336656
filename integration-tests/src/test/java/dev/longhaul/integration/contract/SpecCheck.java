package dev.longhaul.integration.contract;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.report.ValidationReport.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds exchanges against a document. What the document does not declare is a fault, on either
 * side: a path, a status, a query parameter, a media type or a field of a body.
 */
final class SpecCheck {
  private static final Map<Spec, SpecCheck> CHECKS = new ConcurrentHashMap<>();

  private final Spec spec;
  private final OpenApiInteractionValidator validator;

  private SpecCheck(Spec spec) {
    this.spec = spec;
    validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(spec.text())
            .withStrictOperationPathMatching()
            .withLevelResolver(strict())
            .build();
  }

  /** The validator lets undeclared query parameters pass unless it is asked not to. */
  private static LevelResolver strict() {
    return LevelResolver.create()
        .withLevel("validation.request.parameter.query.unexpected", Level.ERROR)
        .build();
  }

  static SpecCheck of(Spec spec) {
    return CHECKS.computeIfAbsent(spec, SpecCheck::new);
  }

  /** Returns how a request and its answer break the contract; empty when they keep it. */
  List<String> problems(Exchange exchange) {
    List<String> problems = new ArrayList<>(requestProblems(exchange));
    if (exchange.sent().form().isPresent()) {
      problems.addAll(FormCheck.of(spec).problems(exchange));
    }
    problems.addAll(answerProblems(exchange));
    return problems;
  }

  /** Returns how an answer breaks the contract, whatever it was asked for. */
  List<String> answerProblems(Exchange exchange) {
    List<String> problems = new ArrayList<>();
    add(
        problems,
        exchange + ", the answer",
        validator.validateResponse(
            exchange.path(), Request.Method.valueOf(exchange.method()), response(exchange)));
    return problems;
  }

  /** Returns how a request breaks the contract, the parts of a form not looked at. */
  List<String> requestProblems(Exchange exchange) {
    List<String> problems = new ArrayList<>();
    add(problems, exchange + ", the request", validator.validateRequest(request(exchange)));
    return problems;
  }

  private static void add(List<String> problems, String what, ValidationReport report) {
    report.getMessages().stream()
        .filter(message -> message.getLevel() != Level.IGNORE)
        .forEach(
            message -> problems.add(what + ": " + message.getMessage() + " " + message.getKey()));
  }

  private static SimpleRequest request(Exchange exchange) {
    SimpleRequest.Builder request = new SimpleRequest.Builder(exchange.method(), exchange.path());
    exchange.query().forEach(request::withQueryParam);
    exchange.sent().headers().forEach(request::withHeader);
    if (exchange.sent().body().length > 0) {
      request.withBody(exchange.sent().body());
    }
    return request.build();
  }

  private static SimpleResponse response(Exchange exchange) {
    SimpleResponse.Builder response = new SimpleResponse.Builder(exchange.status());
    exchange.answered().headers().forEach(response::withHeader);
    if (exchange.answered().body().length > 0) {
      response.withBody(exchange.answered().body());
    }
    return response.build();
  }
}
