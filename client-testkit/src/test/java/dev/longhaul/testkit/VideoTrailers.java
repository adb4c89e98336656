package dev.longhaul.testkit;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The code under test of a documented example: asks for a video. */
final class VideoTrailers {

  private final OkHttpClient http =
      new OkHttpClient.Builder().retryOnConnectionFailure(false).build();
  private final String videos;

  VideoTrailers(String baseUrl) {
    this.videos = baseUrl + "/videos";
  }

  void render(String prompt) throws IOException {
    RequestBody json =
        RequestBody.create("{\"prompt\":\"" + prompt + "\"}", MediaType.get("application/json"));
    try (Response response =
        http.newCall(new Request.Builder().url(videos).post(json).build()).execute()) {
      if (!response.isSuccessful()) {
        throw new IOException("refused with " + response.code());
      }
    }
  }
}
