package org.truckee.grid;

import java.util.Optional;
import org.truckee.crypto.EncryptionKey;

/** Where the encryption key of an upload comes from ({@code spec/01 §6.3}). */
public sealed interface KeyChoice {
  /** From the contents and the grid's convergence secret: equal files become one. */
  KeyChoice CONVERGENT = new Convergent(Optional.empty());

  /** A fresh one: nobody can tell that two uploads are the same file. */
  KeyChoice RANDOM = new Random();

  /**
   * From the contents.
   *
   * @param secret empty for that of the grid
   */
  record Convergent(Optional<ConvergenceSecret> secret) implements KeyChoice {}

  /** From the grid's secure random generator. */
  record Random() implements KeyChoice {}

  /**
   * The caller's. It must never be used for two different contents.
   *
   * @param key the key
   */
  record Given(EncryptionKey key) implements KeyChoice {}
}
