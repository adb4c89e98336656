package breach.accessorscarrynoget;

public final class Bean {
  public String getName() {
    return "";
  }
}
