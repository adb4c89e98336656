package dev.longhaul.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhaul.error.CallFacts;
import java.io.IOException;
import java.nio.file.Path;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A name that the machine cannot write does not lose the file. */
class FileSaverTest {
  @TempDir Path folder;

  @Test
  void aNameThatTheMachineCannotWriteIsWrittenInPlainLetters() throws IOException {
    // A NUL stands for a letter that the machine's own encoding does not have.
    Path first = save("l\0wé.png");
    Path second = save("l\0wé.png");

    assertThat(first).isEqualTo(folder.resolve("l_w_.png")).hasContent("picture");
    assertThat(second).isEqualTo(folder.resolve("l_w_ (2).png"));
  }

  private Path save(String name) throws IOException {
    ResponseBody body = ResponseBody.create("picture", MediaType.get("image/png"));
    try (Response response =
        new Response.Builder()
            .request(new Request.Builder().url("http://127.0.0.1/").build())
            .protocol(Protocol.HTTP_1_1)
            .code(200)
            .message("")
            .body(body)
            .build()) {
      return new FileSaver(CallFacts.builder("s", "o").build(), folder, name).save(response);
    }
  }
}
