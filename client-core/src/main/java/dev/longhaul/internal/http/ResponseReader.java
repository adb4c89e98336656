package dev.longhaul.internal.http;

import java.io.IOException;
import okhttp3.Response;

/** Makes a value of a response, whatever its status, or throws what it means. */
@FunctionalInterface
interface ResponseReader<T> {
  T read(Response response) throws IOException;
}
