/** The job engine, errors, options and one client per service. */
module dev.longhaul.core {
  requires transitive dev.longhaul.generated;
  requires transitive okhttp3;
  requires transitive org.jspecify;
  requires com.google.gson;
  requires dev.failsafe.core;
  requires okio;
  requires org.slf4j;
  requires retrofit2;

  exports dev.longhaul.error;
  exports dev.longhaul.functionrunner;
  exports dev.longhaul.job;
  exports dev.longhaul.policy;
  exports dev.longhaul.projectevents;
  exports dev.longhaul.realtime;
  exports dev.longhaul.sora;
  exports dev.longhaul.streamer;
  exports dev.longhaul.transfer;
  exports dev.longhaul.vestis;
}
