package dev.longhaul.functionrunner;

import dev.longhaul.error.InvalidInputException;
import dev.longhaul.generated.functionrunner.model.BackendType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Which templates to list: those that match every filter, and of these one page. Immutable. Bad
 * values are refused by the builder, before anything is sent.
 */
public final class TemplateQuery {
  private static final int HIGHEST_LIMIT = 1_000;
  private static final int LONGEST_TEXT = 500;
  private static final int MOST_TAGS = 50;
  private static final TemplateQuery ALL = new Builder().build();

  private final @Nullable String category;
  private final List<String> tags;
  private final @Nullable BackendType backendType;
  private final @Nullable String search;
  private final int limit;
  private final int offset;

  private TemplateQuery(Builder builder) {
    category = builder.category;
    tags = builder.tags;
    backendType = builder.backendType;
    search = builder.search;
    limit = builder.limit;
    offset = builder.offset;
  }

  /** Returns the query without a filter, whose answer is as long as the service likes. */
  public static TemplateQuery all() {
    return ALL;
  }

  /** Returns a builder that starts without a filter. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts from this query. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.category = category;
    builder.tags = tags;
    builder.backendType = backendType;
    builder.search = search;
    builder.limit = limit;
    builder.offset = offset;
    return builder;
  }

  /** Returns the category that templates must have. Default: any. */
  public Optional<String> category() {
    return Optional.ofNullable(category);
  }

  /** Returns the tags that templates must have, in the order given. Default: none. */
  public List<String> tags() {
    return tags;
  }

  /** Returns the kind of program that must run the templates. Default: any. */
  public Optional<BackendType> backendType() {
    return Optional.ofNullable(backendType);
  }

  /** Returns the text that templates must match, in fields that the service chooses. */
  public Optional<String> search() {
    return Optional.ofNullable(search);
  }

  /** Returns how many templates to give at most. Default: as many as the service likes. */
  public OptionalInt limit() {
    return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
  }

  /** Returns how many templates to skip. Default 0. */
  public int offset() {
    return offset;
  }

  /**
   * Returns the query of the page after this one. The service tells no totals: the pages end with
   * one that is shorter than the limit.
   *
   * <p><i>Errors:</i> {@link InvalidInputException} when this query has no limit, or the page would
   * begin beyond 2,147,483,647.
   */
  public TemplateQuery nextPage() {
    if (limit == 0) {
      throw InvalidInputException.of(
          "limit",
          "is not set, so there is no next page",
          "Set it from 1 to " + HIGHEST_LIMIT + ".");
    }
    if (offset > Integer.MAX_VALUE - limit) {
      throw InvalidInputException.of(
          "offset", "would pass the limit of " + Integer.MAX_VALUE, "Use a filter instead.");
    }
    return toBuilder().offset(offset + limit).build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TemplateQuery that
        && limit == that.limit
        && offset == that.offset
        && tags.equals(that.tags)
        && Objects.equals(category, that.category)
        && Objects.equals(backendType, that.backendType)
        && Objects.equals(search, that.search);
  }

  @Override
  public int hashCode() {
    return Objects.hash(category, tags, backendType, search, limit, offset);
  }

  /** Returns the query in one line, with the length of the search text in its place. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("TemplateQuery[offset=").append(offset);
    append(text, "limit", limit == 0 ? null : limit);
    append(text, "category", category);
    append(text, "tags", tags.isEmpty() ? null : tags);
    append(text, "backendType", backendType);
    append(text, "search", search == null ? null : "(a text of length " + search.length() + ")");
    return text.append(']').toString();
  }

  private static void append(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append('=').append(value);
    }
  }

  /** Gathers filters. Not thread-safe. */
  public static final class Builder {
    private @Nullable String category;
    private List<String> tags = List.of();
    private @Nullable BackendType backendType;
    private @Nullable String search;
    private int limit;
    private int offset;

    private Builder() {}

    /** Sets the category that templates must have, up to 500 characters; returns this builder. */
    public Builder category(String category) {
      this.category = filter("category", category);
      return this;
    }

    /**
     * Sets the tags that templates must have in place of any set before; returns this builder.
     *
     * @param tags up to 50, each up to 500 characters; a tag given twice counts once
     */
    public Builder tags(List<String> tags) {
      List<String> distinct = tags.stream().map(tag -> filter("tags", tag)).distinct().toList();
      if (distinct.size() > MOST_TAGS) {
        throw InvalidInputException.of(
            "tags",
            "are " + distinct.size() + ", above the limit of " + MOST_TAGS,
            "Use those that tell most.");
      }
      this.tags = distinct;
      return this;
    }

    /** Sets the kind of program that must run the templates; returns this builder. */
    public Builder backendType(BackendType type) {
      filter("backendType", type.value());
      this.backendType = type;
      return this;
    }

    /** Sets the text that templates must match, up to 500 characters; returns this builder. */
    public Builder search(String text) {
      this.search = filter("search", text);
      return this;
    }

    /** Sets how many templates to give at most, from 1 to 1,000; returns this builder. */
    public Builder limit(int limit) {
      if (limit < 1 || limit > HIGHEST_LIMIT) {
        throw InvalidInputException.of(
            "limit",
            "is " + limit + ", outside 1 to " + HIGHEST_LIMIT,
            "Leave it out, or read the rest with nextPage().");
      }
      this.limit = limit;
      return this;
    }

    /** Sets how many templates to skip, 0 or more; returns this builder. */
    public Builder offset(int offset) {
      if (offset < 0) {
        throw InvalidInputException.of(
            "offset", "is " + offset + ", below the limit of 0", "Use 0 for the first page.");
      }
      this.offset = offset;
      return this;
    }

    /** Returns the query. */
    public TemplateQuery build() {
      return new TemplateQuery(this);
    }

    private static String filter(String field, String value) {
      if (value.isBlank()) {
        throw InvalidInputException.of(field, "is blank", "Leave the filter out.");
      }
      if (value.length() > LONGEST_TEXT) {
        throw InvalidInputException.of(
            field,
            "has " + value.length() + " characters, above the limit of " + LONGEST_TEXT,
            "Shorten it.");
      }
      return value;
    }
  }
}
