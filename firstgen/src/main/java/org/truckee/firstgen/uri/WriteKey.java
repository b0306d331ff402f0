package org.truckee.firstgen.uri;

import java.util.random.RandomGenerator;
import org.truckee.crypto.Secret;
import org.truckee.firstgen.hash.OldTag;

/** The 16-byte key of a directory: whoever has it can change it ({@code spec/12 §3}). */
public final class WriteKey extends Secret {
  /** Length in bytes. */
  public static final int LENGTH = 16;

  /** Wraps a copy of the 16 bytes. */
  public WriteKey(byte[] bytes) {
    super(bytes, LENGTH);
  }

  /** A fresh key from {@code random}, which has to be a secure generator outside tests. */
  public static WriteKey random(RandomGenerator random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new WriteKey(bytes);
  }

  /** The key that grants reading. */
  public ReadKey readKey() {
    return new ReadKey(OldTag.READ_KEY.truncated(bytes(), ReadKey.LENGTH));
  }

  /** What the server wants to see before it changes the directory. */
  public WriteEnabler writeEnabler() {
    return new WriteEnabler(OldTag.WRITE_ENABLER.hash(bytes()));
  }
}
