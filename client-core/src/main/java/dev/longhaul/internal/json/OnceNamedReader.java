package dev.longhaul.internal.json;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/**
 * Refuses an object that names a field twice where it is read: which of the values is meant, nobody
 * can tell, and Gson would take the last. What is skipped is not looked at.
 *
 * <p>Gson reads the keys of a map as strings, so the reader has to know where a name comes next.
 */
final class OnceNamedReader extends JsonReader {
  private final Scope outermost = new Scope(null);
  private @Nullable Scope scope;

  OnceNamedReader(Reader text) {
    super(text);
  }

  /** An object or an array that is being read. */
  private static final class Scope {
    private static final int FEW = 16;

    private final @Nullable Scope outer;
    private boolean object;
    private boolean nameNext;
    private @Nullable Collection<String> names;

    /** A bit for each hash code of the names, modulo 64: where one is missing, a name is new. */
    private long bits;

    private @Nullable Scope inner;

    Scope(@Nullable Scope outer) {
      this.outer = outer;
    }

    /** Returns this scope, used again: a reader of many frames makes one for each level only. */
    Scope begun(boolean isObject) {
      object = isObject;
      nameNext = isObject;
      bits = 0;
      if (names instanceof HashSet) {
        names = null;
      } else if (names != null) {
        names.clear();
      }
      return this;
    }

    Scope inner() {
      if (inner == null) {
        inner = new Scope(this);
      }
      return inner;
    }

    /** Returns whether it is new. A list is the cheaper set as long as it is short. */
    boolean isNew(String name) {
      nameNext = false;
      long bit = 1L << name.hashCode();
      boolean certain = (bits & bit) == 0;
      bits |= bit;
      if (names == null) {
        names = new ArrayList<>(FEW);
      } else if (!certain && names.contains(name)) {
        return false;
      } else if (names.size() == FEW) {
        names = new HashSet<>(names);
      }
      return names.add(name);
    }
  }

  /** A field came twice. */
  static final class NamedTwice extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private void requireNew(Scope object, String name) throws NamedTwice {
    if (!object.isNew(name)) {
      throw new NamedTwice();
    }
  }

  private void valueEnded() {
    if (scope != null) {
      scope.nameNext = scope.object;
    }
  }

  private void enter(boolean object) {
    scope = (scope == null ? outermost : scope.inner()).begun(object);
  }

  private void leave() {
    scope = scope == null ? null : scope.outer;
    valueEnded();
  }

  @Override
  public void beginObject() throws IOException {
    super.beginObject();
    enter(true);
  }

  @Override
  public void endObject() throws IOException {
    super.endObject();
    leave();
  }

  @Override
  public void beginArray() throws IOException {
    super.beginArray();
    enter(false);
  }

  @Override
  public void endArray() throws IOException {
    super.endArray();
    leave();
  }

  @Override
  public String nextName() throws IOException {
    String name = super.nextName();
    if (scope != null) {
      requireNew(scope, name);
    }
    return name;
  }

  @Override
  public String nextString() throws IOException {
    String text = super.nextString();
    if (scope != null && scope.nameNext) {
      requireNew(scope, text);
    } else {
      valueEnded();
    }
    return text;
  }

  @Override
  public boolean nextBoolean() throws IOException {
    boolean value = super.nextBoolean();
    valueEnded();
    return value;
  }

  @Override
  public void nextNull() throws IOException {
    super.nextNull();
    valueEnded();
  }

  @Override
  public double nextDouble() throws IOException {
    double value = super.nextDouble();
    valueEnded();
    return value;
  }

  @Override
  public long nextLong() throws IOException {
    long value = super.nextLong();
    valueEnded();
    return value;
  }

  @Override
  public int nextInt() throws IOException {
    int value = super.nextInt();
    valueEnded();
    return value;
  }

  @Override
  public void skipValue() throws IOException {
    super.skipValue();
    if (scope != null && scope.nameNext) {
      scope.nameNext = false; // it was a name that was skipped
    } else {
      valueEnded();
    }
  }
}
