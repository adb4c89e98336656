package dev.longhaul.internal.http;

import dev.longhaul.internal.call.Operation;
import org.jspecify.annotations.Nullable;

/** What may be told of one request to whoever watches the client: this and nothing else. */
interface Observed {
  Operation operation();

  /** Which attempt of its call it is, counted from 1. */
  int number();

  /** When it began, by the ticker of the transport. */
  long began();

  /** The HTTP status of the answer, or 0 as long as there is none. */
  int status();

  /** The id under which the service logged it, if it said so. */
  @Nullable String requestId();
}
