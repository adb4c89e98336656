package dev.longhaul.integration;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.CallOptions;
import dev.longhaul.policy.ClientEventListener;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.ReceivedRequest;
import dev.longhaul.testkit.RequestLedger;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.VideoScript;
import dev.longhaul.testkit.WireFault;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Videos, whose list shows the prompts. One in five asks for what others ask for too. */
final class SoraCreates implements CreateService {
  private static final int SHARED_PROMPTS = 2;

  private final FakeSora fake = FakeSora.start();
  private final SoraClient client;

  private SoraCreates(long seed, ClientEventListener listener) {
    fake.everyJob(VideoScript.stuck());
    fake.faultsFrom(seed, FaultyWire.SHARE, FaultyWire.faults(fake.baseUrl() + "/videos"));
    for (WireFault fault : FaultyWire.ofListReads(seed)) {
      fake.fault(SoraOperation.LIST_VIDEOS, fault);
    }
    client = SoraClient.open(FaultyWire.clientOf(fake.baseUrl(), listener).build());
  }

  static Opener videos() {
    return SoraCreates::new;
  }

  @Override
  public String content(SplittableRandom random) {
    return random.nextInt(5) == 0
        ? "wave " + random.nextInt(SHARED_PROMPTS)
        : "grain of sand " + random.nextLong();
  }

  @Override
  public CompletableFuture<JobHandle<Video>> submit(UUID key, String content) {
    return client
        .with(CallOptions.builder().header(CALLER, key.toString()).build())
        .submitAsync(VideoRequest.create(new VideoCreate().prompt(content)), key);
  }

  @Override
  public Listing listing() {
    return Listing.CONTENT;
  }

  @Override
  public boolean beginsList(ReceivedRequest request) {
    return request.operation() == SoraOperation.LIST_VIDEOS && !request.path().contains("after=");
  }

  @Override
  public RequestLedger ledger() {
    return fake.ledger();
  }

  @Override
  public List<Made> made() {
    return fake.jobs().stream()
        .map(
            job ->
                new Made(job.id(), job.idempotencyKey(), job.request().get("prompt").getAsString()))
        .toList();
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
