package dev.longhaul.generated;

import com.google.gson.Gson;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Converter;
import retrofit2.Retrofit;

/** The operations of traps.yaml, called through Retrofit over a real socket. */
final class TrapApi {
  private static final Gson GSON = new Gson();

  private final Object api;

  TrapApi(String baseUrl) {
    Retrofit retrofit =
        new Retrofit.Builder()
            .baseUrl(baseUrl)
            .client(new OkHttpClient.Builder().callTimeout(20, TimeUnit.SECONDS).build())
            .addConverterFactory(new PlainGson())
            .build();
    this.api = retrofit.create(TrapClient.api());
  }

  Call<?> call(String operation, Object... arguments) {
    Method method =
        Arrays.stream(TrapClient.api().getMethods())
            .filter(candidate -> candidate.getName().equals(operation))
            .findFirst()
            .orElseThrow();
    try {
      return (Call<?>) method.invoke(api, arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Turns every type that Retrofit does not know itself into JSON, texts included. */
  private static final class PlainGson extends Converter.Factory {
    @Override
    public Converter<ResponseBody, ?> responseBodyConverter(
        Type type, Annotation[] annotations, Retrofit retrofit) {
      return body -> read(body, type);
    }

    private static Object read(ResponseBody body, Type type) throws IOException {
      try (body) {
        return GSON.fromJson(body.string(), type);
      }
    }

    @Override
    public Converter<?, RequestBody> requestBodyConverter(
        Type type,
        Annotation[] parameterAnnotations,
        Annotation[] methodAnnotations,
        Retrofit retrofit) {
      return value -> RequestBody.create(GSON.toJson(value), MediaType.get("application/json"));
    }
  }
}
