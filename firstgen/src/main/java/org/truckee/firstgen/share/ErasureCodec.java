package org.truckee.firstgen.share;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.erasure.ErasureCode;

/**
 * The erasure code, which is still today's ({@code spec/12 §8.3}): {@code crs}, with the parameters
 * {@code size-needed-total}.
 *
 * @param dataSize the length of a segment in bytes
 * @param needed how many blocks give it back
 * @param total how many blocks are made
 */
public record ErasureCodec(int dataSize, int needed, int total) implements SegmentCodec {
  static final String TYPE = "crs";
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})-(\\d{1,3})-(\\d{1,3})");

  /** Checks the numbers. */
  public ErasureCodec {
    if (dataSize < 1 || needed < 1 || needed > total || total > ErasureCode.MAX_SHARES) {
      throw new IllegalArgumentException(
          "no code makes %d-of-%d blocks of %d bytes".formatted(needed, total, dataSize));
    }
  }

  static ErasureCodec parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("the parameters of crs are three numbers and hyphens");
    }
    return new ErasureCodec(
        Integer.parseInt(form.group(1)),
        Integer.parseInt(form.group(2)),
        Integer.parseInt(form.group(3)));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String serialized() {
    return "%d-%d-%d".formatted(dataSize, needed, total);
  }

  @Override
  public int blockSize() {
    return (dataSize + needed - 1) / needed;
  }

  @Override
  public byte[][] encode(byte[] segment) {
    byte[] padded = Arrays.copyOf(segment, needed * blockSize());
    byte[][] blocks = new byte[total][blockSize()];
    int[] all = new int[total];
    Arrays.setAll(all, i -> i);
    ErasureCode.of(needed, total).encode(padded, 0, blockSize(), all, blocks);
    return blocks;
  }

  @Override
  public byte[] decode(int[] numbers, byte[][] blocks) {
    int[] order = numbers.clone();
    // What is missing is computed in place of the parity blocks, which are the caller's.
    byte[][] work = Arrays.stream(blocks).map(byte[]::clone).toArray(byte[][]::new);
    ErasureCode.of(needed, total).decode(order, work);
    byte[] segment = new byte[needed * blockSize()];
    for (int i = 0; i < needed; i++) {
      System.arraycopy(work[i], 0, segment, i * blockSize(), blockSize());
    }
    return segment;
  }
}
