package org.truckee.grid;

/**
 * The name of a storage server: normally {@code v0-} and its Ed25519 public key in base32 ({@code
 * spec/01 §7.1}).
 */
public record ServerId(String longName) implements Comparable<ServerId> {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public ServerId {
    if (longName.isEmpty()) {
      throw new IllegalArgumentException("a server's name must not be empty");
    }
  }

  /** The eight characters by which messages name the server. */
  public String shortName() {
    String name = longName.startsWith("v0-") ? longName.substring(3) : longName;
    return name.substring(0, Math.min(8, name.length()));
  }

  @Override
  public int compareTo(ServerId other) {
    return longName.compareTo(other.longName);
  }

  @Override
  public String toString() {
    return longName;
  }
}
