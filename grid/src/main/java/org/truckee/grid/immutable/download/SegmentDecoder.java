package org.truckee.grid.immutable.download;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTreeException;
import org.truckee.crypto.TaggedHasher;
import org.truckee.erasure.ErasureCode;
import org.truckee.grid.BadCiphertextException;
import org.truckee.grid.immutable.SegmentGeometry;
import org.truckee.grid.transfer.Slice;

/**
 * Makes segments out of validated blocks: rebuilds the primary blocks that are missing, holds the
 * crypttext against its hash and deciphers it, all in the arrays in which the blocks arrived
 * ({@code spec/01 §8.7}).
 */
final class SegmentDecoder {
  private SegmentDecoder() {}

  /**
   * Decodes a run.
   *
   * @param blocks for each segment at least k blocks by share number
   * @param key empty to leave the segments enciphered
   * @throws BadCiphertextException if the shares make another file than the capability names
   */
  static DecodedRun decode(
      FileFacts facts,
      SegmentGeometry geometry,
      SegmentRun run,
      List<Map<Integer, Slice>> blocks,
      List<byte[]> arrays,
      Optional<EncryptionKey> key)
      throws BadCiphertextException {
    long offset = geometry.segmentOffset(run.first());
    Optional<AesCtr> cipher = key.map(secret -> AesCtr.at(secret, offset));
    List<Slice> slices = new ArrayList<>();
    long deciphering = 0;
    for (int segment = run.first(); segment < run.end(); segment++) {
      List<Slice> crypttext =
          crypttext(facts, geometry, segment, blocks.get(segment - run.first()));
      TaggedHasher hasher = HashTag.CRYPTTEXT_SEGMENT.hasher();
      crypttext.forEach(part -> hasher.update(part.array(), part.offset(), part.length()));
      check(facts, segment, hasher.digest());
      long begin = System.nanoTime();
      cipher.ifPresent(
          aes ->
              crypttext.forEach(part -> aes.process(part.array(), part.offset(), part.length())));
      deciphering += System.nanoTime() - begin;
      slices.addAll(crypttext);
    }
    return new DecodedRun(offset, slices, Duration.ofNanos(deciphering), arrays);
  }

  /** The primary blocks, without the padding behind the last segment. */
  private static List<Slice> crypttext(
      FileFacts facts, SegmentGeometry geometry, int segment, Map<Integer, Slice> blocks) {
    int needed = geometry.needed();
    int length = geometry.blockLength(segment);
    int[] numbers = new int[needed];
    byte[][] arrays = new byte[needed][];
    int[] offsets = new int[needed];
    int chosen = 0;
    // In ascending order, so that parity is used only where primary blocks are missing.
    for (Map.Entry<Integer, Slice> block : blocks.entrySet()) {
      if (chosen < needed) {
        numbers[chosen] = block.getKey();
        arrays[chosen] = block.getValue().array();
        offsets[chosen++] = block.getValue().offset();
      }
    }
    ErasureCode.of(needed, facts.cap().total()).decode(numbers, arrays, offsets, length);
    List<Slice> slices = new ArrayList<>(needed);
    int left = geometry.segmentLength(segment);
    for (int i = 0; i < needed && left > 0; i++) {
      int part = Math.min(left, length);
      slices.add(new Slice(arrays[i], offsets[i], part));
      left -= part;
    }
    return slices;
  }

  private static void check(FileFacts facts, int segment, byte[] hash)
      throws BadCiphertextException {
    try {
      facts.checkCrypttext(segment, hash);
    } catch (HashTreeException e) {
      throw new BadCiphertextException(
          ("hash failure in the crypttext of segment %d of %s: all blocks are as the uploader wrote"
                  + " them, but they do not make the file that it announced. The file cannot be"
                  + " read; upload it again from its source.")
              .formatted(segment, facts.cap()),
          e);
    }
  }
}
