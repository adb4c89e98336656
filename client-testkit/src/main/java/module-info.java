/** Fake services over real HTTP, wire faults, virtual time and recorders for tests. */
module dev.longhaul.testkit {
  requires transitive com.google.gson;
  requires transitive dev.longhaul.generated;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;
  requires java.logging;

  exports dev.longhaul.testkit;
}
