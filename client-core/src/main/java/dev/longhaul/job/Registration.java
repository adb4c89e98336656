package dev.longhaul.job;

/** Something that goes on until it is closed. Closing it again does nothing. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
  /** Ends it; what is under way at that moment may still be heard. */
  @Override
  void close();
}
