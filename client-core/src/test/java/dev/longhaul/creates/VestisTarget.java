package dev.longhaul.creates;

import dev.longhaul.generated.vestis.model.ChatRequest;
import dev.longhaul.generated.vestis.model.JobResult;
import dev.longhaul.job.JobHandle;
import dev.longhaul.policy.ClientOptions;
import dev.longhaul.testkit.FakeImageJob;
import dev.longhaul.testkit.FakeVestis;
import dev.longhaul.testkit.FakeVestisOptions;
import dev.longhaul.testkit.RequestLedger;
import dev.longhaul.testkit.VestisOperation;
import dev.longhaul.testkit.WireFault;
import dev.longhaul.vestis.ImageRequest;
import dev.longhaul.vestis.VestisClient;
import dev.longhaul.vestis.VestisOptions;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Vestis, whose list shows kinds and times alone. Its keys are worth nothing here. */
final class VestisTarget implements CreateTarget {
  private final VestisOptions options;
  private final FakeVestis fake =
      FakeVestis.start(FakeVestisOptions.builder().token(TOKEN).build());

  private VestisTarget(VestisOptions options) {
    this.options = options;
  }

  static VestisTarget ofOneWriter() {
    return new VestisTarget(VestisOptions.builder().onlyWriter().build());
  }

  static VestisTarget ofManyWriters() {
    return new VestisTarget(VestisOptions.defaults());
  }

  private record Vestis(VestisClient client) implements Caller {
    @Override
    public JobHandle<JobResult> submit(UUID key) throws InterruptedException {
      return client.submit(image(), key);
    }

    @Override
    public CompletableFuture<JobHandle<JobResult>> submitAsync(UUID key) {
      return client.submitAsync(image(), key);
    }

    private static ImageRequest image() {
      return ImageRequest.chat(new ChatRequest().prompt(PROMPT));
    }

    @Override
    public void read() throws InterruptedException {
      client.jobs(1).next();
    }

    @Override
    public void close() {
      client.close();
    }
  }

  @Override
  public Caller open(ClientOptions clientOptions) {
    return new Vestis(VestisClient.open(clientOptions, options));
  }

  @Override
  public CreateTarget another() {
    return new VestisTarget(options);
  }

  @Override
  public String baseUrl() {
    return fake.baseUrl();
  }

  @Override
  public String createUrl() {
    return fake.baseUrl() + "/generate?chat=true";
  }

  @Override
  public void failCreate(WireFault fault) {
    fake.fault(VestisOperation.CREATE_JOB, fault);
  }

  @Override
  public void failRead(WireFault fault) {
    fake.fault(VestisOperation.LIST_JOBS, fault);
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
    return fake.ledger().requests(VestisOperation.LIST_JOBS).size();
  }

  @Override
  public Map<String, String> made() {
    return fake.jobs().stream()
        .collect(Collectors.toMap(FakeImageJob::id, FakeImageJob::idempotencyKey));
  }

  @Override
  public void close() {
    fake.close();
  }
}
