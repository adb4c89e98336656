package dev.longhaul.integration.contract;

import com.google.gson.JsonElement;
import dev.longhaul.error.LonghaulException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call against one prepared answer.
 *
 * @param call the call
 * @param told what the caller was told, or null when the call failed
 * @param error how the call failed, or null when it did not
 * @param exchanges everything that was sent and answered
 */
record ContractRun(
    ContractRow.Call call,
    @Nullable JsonElement told,
    @Nullable LonghaulException error,
    List<Exchange> exchanges) {

  static ContractRun of(
      StubbedService service,
      ContractRow row,
      ContractRow.Call call,
      CannedAnswer answer,
      Path folder)
      throws Exception {
    service.reset();
    row.companions().forEach(service::answer);
    service.answer(answer);
    URI server = service.baseUrl(row.operation().spec());
    JsonElement told = null;
    LonghaulException error = null;
    try {
      told = call.client().make(ClientCall.Scene.of(server, folder, answer));
    } catch (LonghaulException failed) {
      error = failed;
    }
    return new ContractRun(call, told, error, service.exchanges());
  }

  /** Returns how the exchanges break the contract; empty when they keep it. */
  List<String> breaches(ContractRow row) {
    List<String> breaches = new ArrayList<>();
    int own = own(row).size();
    if (own != row.asked(call) && !isRepeatedBelow()) {
      breaches.add(row + " was asked " + own + " times");
    }
    for (Exchange exchange : exchanges) {
      if (exchange.operation() == null) {
        breaches.add(exchange + ": nothing leads the contract to expect this request");
      } else {
        breaches.addAll(SpecCheck.of(row.operation().spec()).problems(exchange));
      }
    }
    return breaches;
  }

  /**
   * OkHttp asks once more by itself when a request without a body is answered with 408. One that
   * has a body leaves once.
   */
  private boolean isRepeatedBelow() {
    return exchanges.size() == 2
        && exchanges.stream().allMatch(sent -> sent.status() == 408 && sent.method().equals("GET"));
  }

  /** Returns the exchanges of the row's own operation. */
  List<Exchange> own(ContractRow row) {
    return exchanges.stream()
        .filter(exchange -> row.operation().name().equals(exchange.operation()))
        .toList();
  }
}
