package breach.packagesformnocycle.one;

import breach.packagesformnocycle.two.Two;

public class One {
  Two two;
}
