package consumer;

import com.google.gson.JsonObject;
import dev.longhaul.functionrunner.FunctionRunnerClient;
import dev.longhaul.generated.functionrunner.model.TaskResult;
import dev.longhaul.generated.functionrunner.model.TaskSubmission;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeFunctionRunner;
import dev.longhaul.transfer.DownloadedFile;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** Runs one job to its file with nothing but the resolved jars on the class path. */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] args) throws Exception {
    requireOnlyOne("okhttp3/OkHttpClient.class");
    requireOnlyOne("okio/Okio.class");
    requireOnlyOne("com/google/gson/Gson.class");
    requireOnlyOne("retrofit2/Retrofit.class");
    JsonObject inputs = new JsonObject();
    inputs.addProperty("prompt", "a lighthouse at dawn");
    TaskSubmission task = new TaskSubmission().templateId("text-to-image").inputs(inputs);
    try (FakeFunctionRunner fake = FakeFunctionRunner.start();
        FunctionRunnerClient client =
            FunctionRunnerClient.open(ClientOptions.builder(fake.baseUrl()).build())) {
      TaskResult result = client.submit(task).await(Duration.ofSeconds(30)).resultOrThrow();
      List<DownloadedFile> files = client.download(result, Path.of(args[0]));
      System.out.println("saved " + Files.size(files.get(0).path()) + " bytes");
    }
  }

  private static void requireOnlyOne(String type) throws Exception {
    List<URL> places = Collections.list(Consumer.class.getClassLoader().getResources(type));
    if (places.size() != 1) {
      throw new IllegalStateException(type + " is in " + places.size() + " jars: " + places);
    }
  }
}
