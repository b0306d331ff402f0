package org.truckee.grid.mutable.retrieve;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.truckee.capability.ReadKey;
import org.truckee.crypto.AesCtr;
import org.truckee.erasure.ErasureCode;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.Salt;
import org.truckee.grid.mutable.VersionHeader;

/** Makes segments of validated blocks. */
public final class RunDecoder {
  private final VersionHeader header;
  private final Geometry geometry;
  private final BlockRange run;
  private final int[] numbers;
  private final byte[][] stored;

  /**
   * A decoder of a run.
   *
   * @param header of the version
   * @param blocks k share numbers with what the shares store of the run; the arrays are changed
   */
  public RunDecoder(VersionHeader header, BlockRange run, SortedMap<Integer, byte[]> blocks) {
    this.header = header;
    this.geometry = header.geometry();
    this.run = run;
    this.numbers = new int[geometry.needed()];
    this.stored = new byte[geometry.needed()][];
    int i = 0;
    for (Map.Entry<Integer, byte[]> each : blocks.entrySet()) {
      if (i < numbers.length) {
        numbers[i] = each.getKey();
        stored[i++] = each.getValue();
      }
    }
  }

  /** The salt of a segment. */
  public Salt salt(int segment) {
    return header
        .iv()
        .orElseGet(
            () -> {
              int at = at(segment);
              return new Salt(Arrays.copyOfRange(stored[0], at, at + Salt.LENGTH));
            });
  }

  /**
   * A segment, enciphered, with zeros until its blocks are full. To be called once for each
   * segment, after {@link #salt}.
   */
  public byte[] crypttext(int segment) {
    int length = geometry.blockLength(segment);
    int[] order = numbers.clone();
    byte[][] blocks = stored.clone();
    int[] offsets = new int[blocks.length];
    Arrays.fill(offsets, at(segment) + geometry.saltLength());
    ErasureCode.of(geometry.needed(), geometry.total()).decode(order, blocks, offsets, length);
    byte[] crypttext = new byte[geometry.needed() * length];
    for (int i = 0; i < blocks.length; i++) {
      System.arraycopy(blocks[i], offsets[i], crypttext, i * length, length);
    }
    return crypttext;
  }

  /**
   * A segment, deciphered if there is a key, in an array that may have more bytes behind.
   *
   * @param key empty to leave it enciphered
   */
  public byte[] segment(int segment, Optional<ReadKey> key) {
    Optional<Salt> salt = key.map(_ -> salt(segment));
    byte[] bytes = crypttext(segment);
    key.ifPresent(
        readKey ->
            AesCtr.atStart(salt.orElseThrow().dataKey(readKey))
                .process(bytes, 0, geometry.segmentLength(segment)));
    return bytes;
  }

  private int at(int segment) {
    return (int) (geometry.blockOffset(segment) - geometry.blockOffset(run.first()));
  }
}
