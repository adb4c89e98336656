package breach.nothingrunsonthecommonpool;

import java.util.concurrent.CompletableFuture;

class Later {
  CompletableFuture<Void> run(Runnable task) {
    return CompletableFuture.runAsync(task);
  }
}
