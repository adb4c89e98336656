module consumer {
  requires dev.longhaul.core;
  requires dev.longhaul.testkit;
}
