package org.truckee.storage.upkeep;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a crawler does on its walk, and what it knows. Used by one thread at a time. */
interface CrawlTask {
  /** Takes over what a state file says. */
  void load(Members state);

  /** A walk begins. */
  void begin();

  /** A prefix has been listed; perhaps not for the first time in this walk. */
  void prefix(long cycle, String prefix, List<String> buckets);

  /** The next bucket. */
  void bucket(String name) throws IOException, InterruptedException;

  /** The walk has ended. */
  void end(long cycle, Instant begun, Instant ended);

  /** Adds what it knows to the state that is written. */
  void write(Map<String, Object> state);
}
