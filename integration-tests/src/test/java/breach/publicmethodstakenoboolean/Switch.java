package breach.publicmethodstakenoboolean;

public final class Switch {
  public void turn(boolean on) {}
}
