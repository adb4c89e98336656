package breach.internalsservetheirownmodule.cli;

import breach.internalsservetheirownmodule.internal.Hidden;

class Command {
  Hidden hidden;
}
