package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How a client serves one operation: the calls that lead to it, and what each answer has to become.
 * Unless a row says otherwise, the caller is told exactly what a good answer holds, and a bad one
 * ends in an exception with its status.
 */
final class ContractRow {
  private final SpecOperation operation;
  private final List<Call> calls = new ArrayList<>();
  private final List<CannedAnswer> companions = new ArrayList<>();
  private final Set<String> neverSent = new HashSet<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private UnaryOperator<JsonElement> sent = example -> example;
  private UnaryOperator<JsonElement> told = example -> example;
  private Function<CannedAnswer, @Nullable JsonElement> refused = answer -> null;
  private BiPredicate<Call, CannedAnswer> fitting = (call, answer) -> true;

  private ContractRow(SpecOperation operation) {
    this.operation = operation;
  }

  /**
   * One call of the client.
   *
   * @param name tells it from the others of its row
   * @param client makes the call
   * @param body the example that it sends, or null where it sends none
   * @param told what its caller is told of an example, or null where the row says it
   */
  record Call(
      String name,
      ClientCall client,
      @Nullable JsonElement body,
      @Nullable UnaryOperator<JsonElement> told) {}

  static ContractRow of(String operation) {
    return new ContractRow(Spec.operation(operation));
  }

  /** Starts a row of an operation of a variant of a document. */
  static ContractRow of(SpecOperation operation) {
    return new ContractRow(operation);
  }

  /** Adds a call. */
  ContractRow call(String name, ClientCall client) {
    calls.add(new Call(name, client, null, null));
    return this;
  }

  /** Adds a call whose caller is told something else than those of the others. */
  ContractRow call(String name, ClientCall client, UnaryOperator<JsonElement> rule) {
    calls.add(new Call(name, client, null, rule));
    return this;
  }

  /**
   * Adds a call for each request that the document shows.
   *
   * @param type what the client takes
   * @param call makes the call for one of them
   */
  <T> ContractRow callWithEachExample(Class<T> type, Function<T, ClientCall> call) {
    return callWithEach(
        operation.requestExamples(), (name, body) -> call.apply(Trees.model(body, type)));
  }

  /**
   * Adds a call for each of some examples of a request.
   *
   * @param examples by name
   * @param call makes the call for one of them, by its name and itself
   */
  ContractRow callWithEach(
      Map<String, JsonElement> examples, BiFunction<String, JsonElement, ClientCall> call) {
    examples.forEach((name, body) -> calls.add(new Call(name, call.apply(name, body), body, null)));
    return this;
  }

  /** Says how often a call asks for the operation, where that is not once. */
  ContractRow asking(String call, int times) {
    asked.put(call, times);
    return this;
  }

  /** Says what leaves for an example of a request, where that is not the example itself. */
  ContractRow sending(UnaryOperator<JsonElement> rule) {
    sent = rule;
    return this;
  }

  /** Says which answers can be given to which calls; unless told, any to any. */
  ContractRow fitting(BiPredicate<Call, CannedAnswer> rule) {
    fitting = rule;
    return this;
  }

  /** Says what the caller is told of an example, where that is not the example itself. */
  ContractRow telling(UnaryOperator<JsonElement> rule) {
    told = rule;
    return this;
  }

  /** Says what the caller is told of a bad answer; null stands for an exception. */
  ContractRow tellingRefusals(Function<CannedAnswer, @Nullable JsonElement> rule) {
    refused = rule;
    return this;
  }

  /** Allows the client to ask another operation as well, such as {@code 200/running} of a read. */
  ContractRow besides(String other, String label) {
    companions.add(operation.spec().own(other).answer(label));
    return this;
  }

  /** Admits that the client has no way to send a part of the request. */
  ContractRow neverSends(String... parts) {
    neverSent.addAll(List.of(parts));
    return this;
  }

  SpecOperation operation() {
    return operation;
  }

  List<Call> calls() {
    return calls;
  }

  /** Returns the calls that an answer can be given to. */
  List<Call> calls(CannedAnswer answer) {
    return calls.stream().filter(call -> fitting.test(call, answer)).toList();
  }

  List<CannedAnswer> companions() {
    return companions;
  }

  int asked(Call call) {
    return asked.getOrDefault(call.name(), 1);
  }

  Set<String> neverSent() {
    return neverSent;
  }

  /** Returns the body that has to leave for an example. */
  JsonElement sent(JsonElement example) {
    return Trees.plain(sent.apply(example.deepCopy()));
  }

  /** Returns what the caller has to be told of a good answer. */
  JsonElement told(Call call, CannedAnswer answer) {
    UnaryOperator<JsonElement> rule = call.told() == null ? told : call.told();
    return Trees.plain(rule.apply(answer.json()));
  }

  /** Returns what the caller has to be told of a bad answer, or null for an exception. */
  @Nullable JsonElement refused(CannedAnswer answer) {
    JsonElement rule = refused.apply(answer);
    return rule == null ? null : Trees.plain(rule);
  }

  @Override
  public String toString() {
    return operation.name();
  }
}
