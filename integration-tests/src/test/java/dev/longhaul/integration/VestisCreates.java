package dev.longhaul.integration;

import com.google.gson.JsonObject;
import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.FlatlayRequest;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.generated.vestis.model.JobType;
import dev.longhaul.generated.vestis.model.MdoliRequest;
import dev.longhaul.generated.vestis.model.Product;
import dev.longhaul.generated.vestis.model.ProductType;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientEventListener;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.ImageScript;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.RequestLedger;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import dev.longhaul.vestis.VestisOptions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Images of several kinds, of which the list shows the kind and the time alone. */
final class VestisCreates implements CreateService {
  private static final List<JobType> TYPES =
      List.of(JobType.CHAT, JobType.FLATLAY, JobType.MANNEQUIN, JobType.LEGACY);

  private final FakeVestis fake = FakeVestis.start();
  private final VestisClient client;

  private VestisCreates(VestisOptions options, long seed, ClientEventListener listener) {
    fake.everyJob(ImageScript.stuck());
    String samePlace = ""; // the kind is a part of it
    fake.faultsFrom(seed, FaultyWire.SHARE, FaultyWire.faults(samePlace));
    for (WireFault fault : FaultyWire.ofListReads(seed)) {
      fake.fault(VestisOperation.LIST_JOBS, fault);
    }
    client = VestisClient.open(FaultyWire.clientOf(fake.baseUrl(), listener).build(), options);
  }

  /** Returns what opens an account that nobody else writes to, which the client was told. */
  static Opener onlyWriter() {
    VestisOptions options = VestisOptions.builder().onlyWriter().build();
    return (seed, listener) -> new VestisCreates(options, seed, listener);
  }

  /** Returns what opens an account that anybody may write to, for all that the client knows. */
  static Opener oneOfManyWriters() {
    return (seed, listener) -> new VestisCreates(VestisOptions.defaults(), seed, listener);
  }

  /** Returns what opens an account that somebody else writes to, though the client was told not. */
  static Opener falselyOnlyWriter() {
    VestisOptions options = VestisOptions.builder().onlyWriter().build();
    return (seed, listener) -> {
      VestisCreates account = new VestisCreates(options, seed, listener);
      TYPES.forEach(type -> account.fake.madeElsewhere(type, ImageScript.stuck()));
      return account;
    };
  }

  @Override
  public String content(SplittableRandom random) {
    return TYPES.get(random.nextInt(TYPES.size())).value();
  }

  @Override
  public CompletableFuture<JobHandle<JobResult>> submit(UUID key, String content) {
    return client
        .with(CallOptions.builder().header(CALLER, key.toString()).build())
        .submitAsync(image(JobType.of(content)), key);
  }

  private static ImageRequest image(JobType type) {
    String prompt = "a scarf";
    if (type.equals(JobType.CHAT)) {
      return ImageRequest.chat(new ChatRequest().prompt(prompt));
    }
    if (type.equals(JobType.LEGACY)) {
      JsonObject body = new JsonObject();
      body.addProperty("prompt", prompt);
      return ImageRequest.legacy(body);
    }
    Product dress =
        new Product().type(ProductType.FULLBODY).frontImage("https://shop.example/dress.png");
    return type.equals(JobType.FLATLAY)
        ? ImageRequest.flatlay(
            new FlatlayRequest().modelId("1").backgroundId("2").addProductsItem(dress))
        : ImageRequest.mannequin(
            new MdoliRequest().modelId("1").backgroundId("2").addProductsItem(dress));
  }

  @Override
  public Listing listing() {
    return Listing.KINDS;
  }

  @Override
  public boolean beginsList(ReceivedRequest request) {
    return request.operation() == VestisOperation.LIST_JOBS && request.path().contains("page=1&");
  }

  @Override
  public RequestLedger ledger() {
    return fake.ledger();
  }

  @Override
  public List<Made> made() {
    return fake.jobs().stream()
        .map(job -> new Made(job.id(), job.idempotencyKey(), job.type().value()))
        .toList();
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
