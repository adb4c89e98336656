package dev.longhaul.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import retrofit2.http.Streaming;

/** A download is handed over while it arrives; it is never read into memory whole. */
class StreamingDownloadTest {
  @Test
  void theFirstBytesAreThereBeforeTheLastAreSent() throws IOException {
    CountDownLatch firstWasRead = new CountDownLatch(1);
    AtomicBoolean wasReadInTime = new AtomicBoolean();
    OneRequestServer.Answer answer =
        out -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na".getBytes());
          out.flush();
          wasReadInTime.set(firstWasRead.await(5, TimeUnit.SECONDS));
          out.write('b');
        };
    try (OneRequestServer server = new OneRequestServer(answer);
        ResponseBody body = download(server)) {
      assertThat(body.byteStream().read()).isEqualTo('a');
      firstWasRead.countDown();
      assertThat(body.byteStream().read()).isEqualTo('b');
    }
    assertThat(wasReadInTime).as("first byte was read before the last was sent").isTrue();
  }

  private static ResponseBody download(OneRequestServer server) throws IOException {
    return (ResponseBody)
        new TrapApi(server.baseUrl()).call("downloadFile", "f", null, null, null).execute().body();
  }

  @Test
  void everyDownloadOfEveryServiceIsStreamed() {
    List<Method> downloads =
        Contract.all().stream()
            .flatMap(contract -> operations(contract).stream())
            .filter(StreamingDownloadTest::givesBytes)
            .toList();

    assertThat(downloads).isNotEmpty();
    assertThat(downloads)
        .allSatisfy(
            method -> assertThat(method).matches(m -> m.isAnnotationPresent(Streaming.class)));
  }

  private static boolean givesBytes(Method method) {
    ParameterizedType call = (ParameterizedType) method.getGenericReturnType();
    return call.getActualTypeArguments()[0] == ResponseBody.class;
  }

  private static List<Method> operations(Contract contract) {
    return contract.apis().stream().flatMap(api -> Stream.of(api.getMethods())).toList();
  }

  @Test
  void everyOperationWithABinaryAnswerGivesBytes() {
    for (Contract contract : Contract.all()) {
      List<String> streamed =
          operations(contract).stream()
              .filter(StreamingDownloadTest::givesBytes)
              .map(Method::getName)
              .toList();

      assertThat(streamed)
          .as("%s", contract)
          .containsExactlyInAnyOrderElementsOf(contract.operationsWithBinaryAnswer());
    }
    assertThat(Arrays.asList(TrapClient.api().getMethods()))
        .anyMatch(StreamingDownloadTest::givesBytes);
  }
}
