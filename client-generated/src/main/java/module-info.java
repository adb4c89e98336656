/**
 * Models and Retrofit interfaces of the five services, generated from their contracts at build.
 *
 * <p>The models are plain objects that any {@link com.google.gson.Gson} reads and writes rightly;
 * everything they need is in their own annotations.
 */
module dev.longhaul.generated {
  requires transitive com.google.gson;
  requires transitive okhttp3;
  requires transitive retrofit2;

  exports dev.longhaul.generated.functionrunner.api;
  exports dev.longhaul.generated.functionrunner.model;
  exports dev.longhaul.generated.projectevents.api;
  exports dev.longhaul.generated.projectevents.model;
  exports dev.longhaul.generated.sora.api;
  exports dev.longhaul.generated.sora.model;
  exports dev.longhaul.generated.streamer.model;
  exports dev.longhaul.generated.vestis.api;
  exports dev.longhaul.generated.vestis.model;

  opens dev.longhaul.generated.functionrunner.model to
      com.google.gson;
  opens dev.longhaul.generated.projectevents.model to
      com.google.gson;
  opens dev.longhaul.generated.sora.model to
      com.google.gson;
  opens dev.longhaul.generated.streamer.model to
      com.google.gson;
  opens dev.longhaul.generated.vestis.model to
      com.google.gson;
}
