package breach.onlyonepackagemakesthreads;

class Starter {
  Thread start(Runnable task) {
    return new Thread(task);
  }
}
