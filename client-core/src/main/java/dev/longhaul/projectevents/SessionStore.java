package dev.longhaul.projectevents;

import dev.longhaul.generated.projectevents.model.SessionRecord;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the sessions of connections outlive the program: one record for each connection, without
 * any secret. A record older than 24 hours is of no use; the client itself looks at that.
 *
 * <p><i>Threading:</i> called on the thread that calls {@link ProjectEventsClient#connect()},
 * {@link ProjectEventsClient#disconnect()} or {@link ProjectEventsClient#close()}, else on the
 * callback executor; for one client never by two threads at once. It may block.
 *
 * <p><i>Errors:</i> what it throws is logged, and the client goes on as if there were no store.
 */
public interface SessionStore {
  /**
   * Returns the record that was saved last under a key, if there is one that can be read.
   *
   * @param key names one connection; any text
   */
  Optional<SessionRecord> load(String key) throws IOException;

  /**
   * Keeps a record in the place of the one before.
   *
   * @param key names one connection; any text
   * @param session what to keep
   */
  void save(String key, SessionRecord session) throws IOException;

  /**
   * Forgets the record of a key, if there is one.
   *
   * @param key names one connection; any text
   */
  void remove(String key) throws IOException;
}
