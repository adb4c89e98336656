package breach.packagesformnocycle.two;

import breach.packagesformnocycle.one.One;

public class Two {
  One one;
}
