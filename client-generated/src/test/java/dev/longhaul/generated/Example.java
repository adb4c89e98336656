package dev.longhaul.generated;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * One example of a document.
 *
 * @param where its place in the document
 * @param value the example itself
 * @param schema what it is an example of
 */
record Example(String where, JsonElement value, JsonObject schema) {
  @Override
  public String toString() {
    return where;
  }
}
