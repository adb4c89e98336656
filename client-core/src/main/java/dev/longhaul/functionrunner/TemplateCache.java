package dev.longhaul.functionrunner;

import dev.longhaul.generated.functionrunner.model.Template;
import dev.longhaul.internal.json.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Templates and lists of templates that were read a while ago, up to 1,000 and 100 of them; see
 * {@link SingleFlightCache}. Keys do not tell who asks, so a cache serves one client and its
 * credentials.
 *
 * <p><i>Threading:</i> thread-safe. Futures complete on the caller's thread when the value is at
 * hand, else where the load completes.
 */
final class TemplateCache {
  private static final int MOST_LISTS = 100;
  private static final int MOST_TEMPLATES = 1_000;

  private final SingleFlightCache<TemplateQuery, List<Template>> lists;
  private final SingleFlightCache<String, Template> templates;

  /**
   * Makes an empty cache.
   *
   * @param listsFreshFor how long a list is kept; zero keeps none
   * @param templatesFreshFor how long a single template is kept; zero keeps none
   * @param staleFor until which age either may stand in for one that cannot be read; zero for never
   * @param clock where the time comes from
   */
  TemplateCache(
      Duration listsFreshFor, Duration templatesFreshFor, Duration staleFor, InstantSource clock) {
    lists =
        new SingleFlightCache<>(
            new AgedValues<>(listsFreshFor, staleFor, MOST_LISTS), clock, TemplateCache::copies);
    templates =
        new SingleFlightCache<>(
            new AgedValues<>(templatesFreshFor, staleFor, MOST_TEMPLATES),
            clock,
            TemplateCache::copy);
  }

  /** Returns a future of the list that answers the query; see {@link SingleFlightCache#get}. */
  CompletableFuture<List<Template>> get(
      TemplateQuery query, Supplier<CompletableFuture<List<Template>>> load) {
    return lists.get(query, load);
  }

  /** Returns a future of the template of that id; see {@link SingleFlightCache#get}. */
  CompletableFuture<Template> get(String id, Supplier<CompletableFuture<Template>> load) {
    return templates.get(id, load);
  }

  /** Drops one list. */
  void invalidate(TemplateQuery query) {
    lists.invalidate(query);
  }

  /** Drops one template, and every list, since any may hold it. */
  void invalidate(String id) {
    templates.invalidate(id);
    lists.invalidateAll();
  }

  /** Drops everything. */
  void invalidateAll() {
    templates.invalidateAll();
    lists.invalidateAll();
  }

  private static Template copy(Template template) {
    return Json.copy(template, Template.class);
  }

  private static List<Template> copies(List<Template> templates) {
    return templates.stream()
        .map(TemplateCache::copy)
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
