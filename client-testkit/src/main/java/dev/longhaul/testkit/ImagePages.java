package dev.longhaul.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Cuts lists into pages, in the way and with the mistake of the service. */
final class ImagePages {

  private static final int SIZE = 20;
  private static final int MOST = 100;

  private final VestisErrors errors;

  ImagePages(VestisErrors errors) {
    this.errors = errors;
  }

  /** The page that a request asks for, its items in a field of their own. */
  <T> WireAnswer page(
      RequestUrl url, String field, List<T> all, Function<T, ? extends JsonElement> item) {
    Map<String, String> faults = new LinkedHashMap<>();
    int page = number(url, "page", 1, Integer.MAX_VALUE, faults);
    int size = number(url, "page_size", SIZE, MOST, faults);
    if (!faults.isEmpty()) {
      return errors.fields(faults);
    }
    int from = (int) Math.min(all.size(), (page - 1L) * size);
    List<T> shown = all.subList(from, Math.min(all.size(), from + size));
    JsonArray items = new JsonArray();
    shown.forEach(it -> items.add(item.apply(it)));
    JsonObject body = new JsonObject();
    body.add(field, items);
    body.add("metadata", shown.isEmpty() ? new JsonObject() : metadata(page, size, all.size()));
    return WireAnswer.json(200, body);
  }

  private static JsonObject metadata(int page, int size, int total) {
    JsonObject metadata = new JsonObject();
    metadata.addProperty("current_page", page);
    metadata.addProperty("page_size", size);
    metadata.addProperty("first_page", 1);
    // One too high where the total divides evenly, as the service has it.
    metadata.addProperty("last_page", total / size + 1);
    metadata.addProperty("total_records", total);
    return metadata;
  }

  private static int number(
      RequestUrl url, String name, int usual, int most, Map<String, String> faults) {
    String text = url.first(name);
    if (text.isEmpty()) {
      return usual;
    }
    if (!text.matches("-?\\d{1,9}")) {
      faults.put(name, "must be a whole number");
      return usual;
    }
    int number = Integer.parseInt(text);
    if (number < 1) {
      faults.put(name, "must be at least 1");
    } else if (number > most) {
      faults.put(name, "must be at most " + most);
    }
    return number;
  }
}
