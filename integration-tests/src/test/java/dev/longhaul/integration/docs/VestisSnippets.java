package dev.longhaul.integration.docs;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.error.LonghaulException;
import dev.longhaul.error.QuotaExhaustedException;
import dev.longhaul.error.SubmissionUncertainException;
import dev.longhaul.generated.vestis.model.AspectRatio;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.FlatlayRequest;
import dev.longhaul.generated.vestis.model.Generation;
import dev.longhaul.generated.vestis.model.ImageResolution;
import dev.longhaul.generated.vestis.model.Job;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.Product;
import dev.longhaul.generated.vestis.model.ProductType;
import dev.longhaul.job.CancelResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.job.Pages;
import dev.longhaul.job.WaitTimeoutException;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.Credentials;
import dev.longhaul.transfer.DataUri;
import dev.longhaul.transfer.DownloadedFile;
import dev.longhaul.vestis.ImageKind;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import dev.longhaul.vestis.VestisLogin;
import dev.longhaul.vestis.VestisOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** The examples of docs/vestis.md: what lies in a region stands there word for word. */
final class VestisSnippets {
  private VestisSnippets() {}

  static DownloadedFile open(String url, String token, Path folder, Logger log)
      throws InterruptedException {
    // region: vestis-open
    ClientOptions options =
        ClientOptions.builder(url) // ends in /api/v1, such as https://vestis.example.com/api/v1
            .credentials(Credentials.bearer(token))
            .build();
    ImageRequest scarf =
        ImageRequest.chat(
            new ChatRequest()
                .prompt("A red scarf on white ground")
                .aspectRatio(AspectRatio._4_5)
                .resolution(ImageResolution._2_K));
    try (var client = VestisClient.open(options)) {
      JobHandle<JobResult> job = client.submit(scarf);
      job.listen(event -> log.info("{}", event.snapshot()));
      JobResult result = job.await(Duration.ofMinutes(10)).resultOrThrow();
      return client.download(result, folder);
    }
    // endregion
  }

  static VestisClient login(String url, String email, Supplier<String> password) {
    // region: vestis-login
    ClientOptions server = ClientOptions.builder(url).build();
    VestisLogin account = VestisLogin.of(server, email, password);
    VestisClient client =
        VestisClient.open(server.toBuilder().credentials(account.credentials()).build());
    // endregion
    return client;
  }

  /** A program of its own, since nobody can set the environment of one that runs. */
  static final class FromEnvironment {
    private FromEnvironment() {}

    /** Prints how many jobs the first page of the list holds. */
    public static void main(String[] arguments) throws InterruptedException {
      // region: vestis-environment
      try (var client = VestisClient.fromEnvironment()) {
        System.out.println(client.jobs(20).next().map(List::size).orElse(0) + " jobs");
      }
      // endregion
    }
  }

  static VestisClient ownOptions(ClientOptions options) {
    // region: vestis-options
    VestisOptions peculiar =
        VestisOptions.builder()
            .statusPath("{feature}/status/{id}")
            .onlyWriter() // declare it only where it is so
            .build();
    VestisClient client = VestisClient.open(options, peculiar);
    // endregion
    return client;
  }

  static ImageRequest products(Path shirt, Path shirtBack, String trousersUrl) {
    // region: vestis-products
    ImageRequest outfit =
        ImageRequest.flatlay(
            new FlatlayRequest()
                .modelId("1")
                .backgroundId("3")
                .addProductsItem(
                    new Product()
                        .type(ProductType.TOP)
                        .frontImage(DataUri.ofImage(shirt))
                        .backImage(DataUri.ofImage(shirtBack)))
                .addProductsItem(new Product().type(ProductType.BOTTOM).frontImage(trousersUrl)));
    // endregion
    return outfit;
  }

  static String wrongProducts(String picture) {
    // region: vestis-wrong
    FlatlayRequest twoTops =
        new FlatlayRequest()
            .modelId("1")
            .backgroundId("3")
            .addProductsItem(new Product().type(ProductType.TOP).frontImage(picture))
            .addProductsItem(new Product().type(ProductType.TOP).frontImage(picture));
    try {
      ImageRequest.flatlay(twoTops);
    } catch (InvalidInputException wrong) {
      // products is top, top. Pass one top and one bottom, or one fullbody alone.
      return wrong.getMessage();
    }
    // endregion
    throw new AssertionError("The products were taken.");
  }

  static JobHandle<JobResult> ownKey(VestisClient client, ImageRequest image)
      throws InterruptedException {
    // region: vestis-submit
    UUID key = UUID.randomUUID(); // keep it with your own order before you submit
    JobHandle<JobResult> job = client.submit(image, key);
    Optional<String> id = job.id(); // keep it too; none for an image that came at once without one
    // endregion
    return id.map(client::attach).orElse(job);
  }

  static String watch(VestisClient client, String id, Logger log) throws InterruptedException {
    // region: vestis-watch
    JobHandle<JobResult> job = client.attach(id);
    job.listen(
        event ->
            log.info(
                "{}, {} retries of the service",
                event.snapshot().rawState(),
                event.snapshot().serverRetries()));
    try {
      return job.await(Duration.ofMinutes(10))
          .fold(
              succeeded -> "see " + succeeded.result().getImageUrl(),
              failed -> "failed: " + failed.failure().code(),
              cancelled -> "cancelled");
    } catch (WaitTimeoutException ours) {
      return "goes on as " + id;
    }
    // endregion
  }

  static String cancel(VestisClient client, String id) throws InterruptedException {
    // region: vestis-cancel
    CancelResult<JobResult> result = client.cancel(id);
    if (result instanceof CancelResult.Accepted) {
      return "it will end as cancelled";
    } else if (result instanceof CancelResult.StillRunning<JobResult> running) {
      return "too late, it is " + running.snapshot().rawState();
    } else if (result instanceof CancelResult.AlreadyFinished<JobResult> late) {
      return "had ended: " + late.outcome();
    }
    return "ask again: " + result;
    // endregion
  }

  static List<String> history(VestisClient client) throws InterruptedException {
    // region: vestis-jobs
    List<String> states = new ArrayList<>();
    Pages<Job> pages = client.jobs(50);
    Optional<List<Job>> page = pages.next(); // nothing is sent before this
    while (page.isPresent()) {
      page.get().forEach(job -> states.add(job.getJobId().getAsString() + " " + job.getStatus()));
      page = pages.next();
    }
    // endregion
    return states;
  }

  static void generations(VestisClient client, Logger log) throws InterruptedException {
    // region: vestis-generations
    for (Generation image : client.generations(20).next().orElse(List.of())) {
      log.info("{} {}", image.getFeatureType(), image.getImageUrl());
      client.deleteGeneration(String.valueOf(image.getId())); // from the list of finished images
    }
    // endregion
  }

  static Job featureStatus(VestisClient client, String id) throws InterruptedException {
    // region: vestis-feature
    Job job = client.status(id, ImageKind.FLATLAY);
    // endregion
    return job;
  }

  // region: vestis-errors
  static String paint(VestisClient client, ImageRequest image) throws InterruptedException {
    try {
      return client.submit(image).await(Duration.ofMinutes(10)).resultOrThrow().getImageUrl();
    } catch (QuotaExhaustedException broke) {
      return "needs " + broke.creditsRequired() + ", has " + broke.creditsAvailable();
    } catch (SubmissionUncertainException uncertain) {
      return "look at the jobs " + uncertain.candidates() + " before you submit again";
    } catch (LonghaulException other) {
      return other.userMessage();
    }
  }
  // endregion
}
