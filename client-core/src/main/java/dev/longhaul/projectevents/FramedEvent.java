package dev.longhaul.projectevents;

import dev.longhaul.generated.projectevents.model.EventType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that came as a frame.
 *
 * @param <F> the generated model of the frame
 */
abstract class FramedEvent<F> implements ProjectEvent {
  private final F frame;
  private final String type;
  private final @Nullable String projectId;
  private final @Nullable OffsetDateTime timestamp;
  private final String json;
  private boolean odd;

  FramedEvent(
      F frame,
      @Nullable String type,
      @Nullable String projectId,
      @Nullable OffsetDateTime timestamp,
      String json) {
    this.frame = frame;
    this.type = type == null ? "" : type;
    this.projectId = projectId;
    this.timestamp = timestamp;
    this.json = json;
  }

  static @Nullable String text(@Nullable EventType type) {
    return type == null ? null : type.value();
  }

  /**
   * Returns the frame as the contract describes it. Everyone who hears of the event shares it, so
   * it must not be changed.
   */
  public final F frame() {
    return frame;
  }

  @Override
  public final String type() {
    return type;
  }

  @Override
  public final Optional<String> projectId() {
    return Optional.ofNullable(projectId);
  }

  @Override
  public final Optional<Instant> timestamp() {
    return timestamp == null ? Optional.empty() : Optional.of(timestamp.toInstant());
  }

  @Override
  public final String json() {
    return json;
  }

  final @Nullable OffsetDateTime sent() {
    return timestamp;
  }

  /** Takes in that the frame has fields that do not fit; before anybody else has the event. */
  final FramedEvent<F> odd(boolean isOdd) {
    odd = isOdd;
    return this;
  }

  final boolean isOdd() {
    return odd;
  }

  final boolean isOf(String project) {
    return project.equals(projectId);
  }

  /** Returns the kind and the type; nothing else of the frame. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[" + type + "]";
  }
}
