package dev.longhaul.creates;

import dev.longhaul.generated.sora.model.Video;
import dev.longhaul.generated.sora.model.VideoCreate;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.policy.KeyMode;
import dev.longhaul.sora.SoraClient;
import dev.longhaul.sora.SoraOptions;
import dev.longhaul.sora.VideoRequest;
import dev.longhaul.testkit.FakeOptions;
import dev.longhaul.testkit.FakeSora;
import dev.longhaul.testkit.FakeSoraOptions;
import dev.longhaul.testkit.FakeVideo;
import dev.longhaul.testkit.RequestLedger;
import dev.longhaul.testkit.SoraOperation;
import dev.longhaul.testkit.WireFault;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A video server, whose list shows the prompts. */
final class SoraTarget implements CreateTarget {
  private final KeyMode keys;
  private final FakeSora fake;

  SoraTarget(KeyMode keys) {
    this.keys = keys;
    fake =
        FakeSora.start(
            FakeSoraOptions.builder()
                .token(TOKEN)
                .keys(FakeOptions.Keys.valueOf(keys.name()))
                .build());
  }

  private record Sora(SoraClient client) implements Caller {
    @Override
    public JobHandle<Video> submit(UUID key) throws InterruptedException {
      return client.submit(video(), key);
    }

    @Override
    public CompletableFuture<JobHandle<Video>> submitAsync(UUID key) {
      return client.submitAsync(video(), key);
    }

    private static VideoRequest video() {
      return VideoRequest.create(new VideoCreate().prompt(PROMPT));
    }

    @Override
    public void read() throws InterruptedException {
      client.videos(1).next();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  @Override
  public Caller open(ClientOptions options) {
    return new Sora(SoraClient.open(options, SoraOptions.builder().keys(keys).build()));
  }

  @Override
  public CreateTarget another() {
    return new SoraTarget(keys);
  }

  @Override
  public String baseUrl() {
    return fake.baseUrl();
  }

  @Override
  public String createUrl() {
    return fake.baseUrl() + "/videos";
  }

  @Override
  public void failCreate(WireFault fault) {
    fake.fault(SoraOperation.CREATE_VIDEO, fault);
  }

  @Override
  public void failRead(WireFault fault) {
    fake.fault(SoraOperation.LIST_VIDEOS, fault);
  }

  @Override
  public RequestLedger ledger() {
    return fake.ledger();
  }

  @Override
  public int openConnections() {
    return fake.openConnections();
  }

  @Override
  public int listed() {
    return fake.ledger().requests(SoraOperation.LIST_VIDEOS).size();
  }

  @Override
  public Map<String, String> made() {
    return fake.jobs().stream().collect(Collectors.toMap(FakeVideo::id, FakeVideo::idempotencyKey));
  }

  @Override
  public void close() {
    fake.close();
  }
}
