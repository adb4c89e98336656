package breach.onlyonepackageasksforthetime;

import java.time.Instant;
import java.util.function.Supplier;

class Watch {
  Supplier<Instant> time = Instant::now;
}
