package org.truckee.foolscap.negotiation;

import java.util.OptionalLong;
import org.truckee.crypto.TubId;

/** What a Tub remembers of its connections with others, as far as negotiation asks. */
public interface Encounters {
  /**
   * As master: the number of a new connection with {@code peer}; empty if there is one that is not
   * replaced by what {@code hello} offers ({@code spec/06 §4.8}). From then on there is a
   * connection, unless it is withdrawn.
   */
  OptionalLong admit(TubId peer, Hello hello);

  /** As master: the connection that was admitted last does not come about. */
  void withdraw(TubId peer, long sequence);
}
