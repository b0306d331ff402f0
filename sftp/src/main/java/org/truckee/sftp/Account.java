package org.truckee.sftp;

import java.security.PublicKey;
import org.truckee.capability.Capability;

/**
 * A user.
 *
 * @param name by which the user logs in
 * @param key whose other half the user has
 * @param root what the user sees at {@code /}; any capability, also one of nothing known
 */
record Account(String name, PublicKey key, Capability root) {
  /** Reveals nothing. */
  @Override
  public String toString() {
    return "an account";
  }
}
