package org.truckee.wire.http;

import org.truckee.http.HttpLimits;

/**
 * What a client may ask of a {@link StorageHttpServer}, beside memory.
 *
 * @param http what holds for every request
 * @param slotRequestBytes the largest read-test-write request; where memory is short, the largest
 *     is what half of the memory for requests can hold
 * @param uploads how many immutable shares may be in the making at once; beyond that none are
 *     allocated
 */
public record ServerLimits(HttpLimits http, int slotRequestBytes, int uploads) {
  private static final int MIB = 1 << 20;

  /** Each holds little by itself: what is large is taken out of the memory for requests. */
  private static final int REQUESTS_AT_ONCE = 1000;

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public ServerLimits {
    if (slotRequestBytes < 1 || uploads < 1) {
      throw new IllegalArgumentException("the limits of a server are positive");
    }
  }

  /** {@link HttpLimits#forPrograms}, 1000 requests at once, 64 MiB slot requests, 10000 uploads. */
  public static ServerLimits defaults() {
    return new ServerLimits(HttpLimits.forPrograms(REQUESTS_AT_ONCE), 64 * MIB, 10_000);
  }
}
