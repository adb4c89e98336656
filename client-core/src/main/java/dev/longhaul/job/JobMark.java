package dev.longhaul.job;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tells one job from others: what a service's list shows of a job, or would show of the job
 * that a request makes. By it a job is found again whose submission was never answered. Immutable.
 *
 * <p>A detail that only one of two marks has says nothing, since lists leave things out.
 */
public final class JobMark {
  private static final JobMark NONE = new JobMark(Map.of(), null);

  private final Map<String, String> details;
  private final @Nullable String content;

  /** How well two marks fit. */
  enum Likeness {
    /** They show different things: not one job. */
    NONE,
    /** Nothing that both show differs, and nothing proves them one job. */
    KIND,
    /** They show the same content: one job, as far as content can tell. */
    CONTENT
  }

  private JobMark(Map<String, String> details, @Nullable String content) {
    this.details = details;
    this.content = content;
  }

  /** Returns a mark that shows nothing, and so fits every job. */
  public static JobMark none() {
    return NONE;
  }

  /**
   * Returns this mark with a detail that many jobs share, such as the kind of work.
   *
   * @param name the same in the marks of requests and of listed jobs
   * @param value compared as it is; null says that nothing is known
   */
  public JobMark with(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new TreeMap<>(details);
    more.put(name, value);
    return new JobMark(Map.copyOf(more), content);
  }

  /**
   * Returns this mark with what tells the job from others of its kind, such as its prompt. Only a
   * hash of it is kept.
   *
   * @param text compared as it is; null says that nothing is known
   */
  public JobMark content(@Nullable String text) {
    return text == null ? this : new JobMark(details, hash(text));
  }

  /** Returns how well the two fit; it is the same the other way round. */
  Likeness likeness(JobMark other) {
    for (Map.Entry<String, String> detail : details.entrySet()) {
      String theirs = other.details.get(detail.getKey());
      if (theirs != null && !theirs.equals(detail.getValue())) {
        return Likeness.NONE;
      }
    }
    if (content == null || other.content == null) {
      return Likeness.KIND;
    }
    return content.equals(other.content) ? Likeness.CONTENT : Likeness.NONE;
  }

  /** Returns whether whatever is made for the one would do as well for the other. */
  boolean isSame(JobMark other) {
    return details.equals(other.details) && Objects.equals(content, other.content);
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  /** Returns the names of what is shown, without the values. */
  @Override
  public String toString() {
    return "JobMark[" + details.keySet() + (content == null ? "" : ", content") + "]";
  }
}
