package breach.theapishowsnoforeigntypes;

import java.util.List;
import okhttp3.OkHttpClient;

public final class Shown {
  public List<OkHttpClient> clients() {
    return List.of();
  }
}
