package dev.longhaul.internal.http;

import dev.longhaul.internal.json.Json;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Converter;
import retrofit2.Retrofit;

/**
 * Writes models as JSON bodies. Answers are not read here, since Retrofit would buffer them without
 * a limit.
 */
final class JsonBodies extends Converter.Factory {
  private static final MediaType JSON = MediaType.get("application/json");

  @Override
  public Converter<?, RequestBody> requestBodyConverter(
      Type type, Annotation[] parameters, Annotation[] method, Retrofit retrofit) {
    return value -> RequestBody.create(Json.write(value).getBytes(StandardCharsets.UTF_8), JSON);
  }

  @Override
  public Converter<ResponseBody, ?> responseBodyConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    return body -> {
      throw new IllegalStateException("Retrofit only makes requests here; HttpCall sends them.");
    };
  }
}
