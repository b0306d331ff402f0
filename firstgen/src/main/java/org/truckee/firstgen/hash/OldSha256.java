package org.truckee.firstgen.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash function of 2007: SHA-256 with a fault in its padding ({@code spec/12 §2.1}). It differs
 * from the standard for messages whose length is 55 modulo 64, and for those of 2^29 bytes or more.
 *
 * <p>One instance hashes one message whose length is known beforehand; where there is no
 * difference, the JDK's own function does it, which is faster. Not thread-safe.
 */
public final class OldSha256 {
  /** Length of a hash in bytes. */
  public static final int LENGTH = 32;

  private static final int BLOCK = 64;
  private static final int FAULTY_REST = 55;
  private static final long LENGTH_WRAPS = 1L << 29;

  private final long length;
  private final Function function;
  private long fed;

  private sealed interface Function {
    void update(byte[] data, int offset, int count);

    byte[] finish();
  }

  private OldSha256(long length, Function function) {
    this.length = length;
    this.function = function;
  }

  /** Begins to hash a message of {@code length} bytes. */
  public static OldSha256 ofLength(long length) {
    if (length < 0) {
      throw new IllegalArgumentException("no message has " + length + " bytes");
    }
    boolean standard = length % BLOCK != FAULTY_REST && length < LENGTH_WRAPS;
    return new OldSha256(length, standard ? new Standard() : new Faulty(length));
  }

  /** The hash of the parts, one after the other. */
  public static byte[] hash(byte[]... parts) {
    long length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    OldSha256 hash = ofLength(length);
    for (byte[] part : parts) {
      hash.update(part, 0, part.length);
    }
    return hash.finish();
  }

  /** Feeds the next {@code count} bytes. */
  public OldSha256 update(byte[] data, int offset, int count) {
    function.update(data, offset, count);
    fed += count;
    return this;
  }

  /**
   * The hash of the message, 32 bytes.
   *
   * @throws IllegalStateException if not exactly as many bytes were fed as were announced
   */
  public byte[] finish() {
    if (fed != length) {
      throw new IllegalStateException("%d bytes of %d were hashed".formatted(fed, length));
    }
    return function.finish();
  }

  /** For the lengths where both are the same. */
  private static final class Standard implements Function {
    private final MessageDigest digest;

    Standard() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    @Override
    public void update(byte[] data, int offset, int count) {
      digest.update(data, offset, count);
    }

    @Override
    public byte[] finish() {
      return digest.digest();
    }
  }

  /** For the others: the same compression, the padding of 2007. */
  private static final class Faulty implements Function {
    private final long length;
    private final Compression compression = new Compression();
    private final byte[] rest = new byte[BLOCK];
    private int restLength;

    Faulty(long length) {
      this.length = length;
    }

    @Override
    public void update(byte[] data, int offset, int count) {
      int at = offset;
      int end = offset + count;
      if (restLength > 0) {
        int added = Math.min(BLOCK - restLength, count);
        System.arraycopy(data, at, rest, restLength, added);
        restLength += added;
        at += added;
        if (restLength < BLOCK) {
          return;
        }
        compression.block(rest, 0);
        restLength = 0;
      }
      for (; end - at >= BLOCK; at += BLOCK) {
        compression.block(data, at);
      }
      System.arraycopy(data, at, rest, 0, end - at);
      restLength = end - at;
    }

    @Override
    public byte[] finish() {
      // One block too many for a rest of 55 bytes, which would leave room for the length.
      byte[] padded = new byte[restLength >= FAULTY_REST ? 2 * BLOCK : BLOCK];
      System.arraycopy(rest, 0, padded, 0, restLength);
      padded[restLength] = (byte) 0x80;
      // Four of the eight bytes of the length only.
      ByteBuffer.wrap(padded).putInt(padded.length - Integer.BYTES, (int) (length * Byte.SIZE));
      for (int at = 0; at < padded.length; at += BLOCK) {
        compression.block(padded, at);
      }
      return compression.state();
    }
  }

  /** The compression function of FIPS 180, which has no fault. */
  private static final class Compression {
    private static final VarHandle WORDS =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int ROUNDS = 64;
    private static final int[] CONSTANTS = new int[ROUNDS];
    private static final int[] INITIAL = new int[8];

    static {
      int found = 0;
      for (int candidate = 2; found < ROUNDS; candidate++) {
        if (isPrime(candidate)) {
          CONSTANTS[found] = fraction(candidate, 3);
          if (found < INITIAL.length) {
            INITIAL[found] = fraction(candidate, 2);
          }
          found++;
        }
      }
    }

    private final int[] state = INITIAL.clone();
    private final int[] schedule = new int[ROUNDS];

    private static boolean isPrime(int candidate) {
      for (int divisor = 2; divisor * divisor <= candidate; divisor++) {
        if (candidate % divisor == 0) {
          return false;
        }
      }
      return true;
    }

    /** The first 32 bits of the fractional part of a root of a small number. */
    private static int fraction(int number, int degree) {
      double root = degree == 2 ? Math.sqrt(number) : Math.cbrt(number);
      return (int) (long) ((root - Math.floor(root)) * (1L << Integer.SIZE));
    }

    void block(byte[] data, int offset) {
      int[] w = schedule;
      for (int i = 0; i < 16; i++) {
        w[i] = (int) WORDS.get(data, offset + i * Integer.BYTES);
      }
      for (int i = 16; i < ROUNDS; i++) {
        int x = w[i - 15];
        int y = w[i - 2];
        int s0 = Integer.rotateRight(x, 7) ^ Integer.rotateRight(x, 18) ^ (x >>> 3);
        int s1 = Integer.rotateRight(y, 17) ^ Integer.rotateRight(y, 19) ^ (y >>> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
      }
      rounds(w);
    }

    private void rounds(int[] w) {
      int a = state[0];
      int b = state[1];
      int c = state[2];
      int d = state[3];
      int e = state[4];
      int f = state[5];
      int g = state[6];
      int h = state[7];
      for (int i = 0; i < ROUNDS; i++) {
        int s1 =
            Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
        int t1 = h + s1 + ((e & f) ^ (~e & g)) + CONSTANTS[i] + w[i];
        int s0 =
            Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
        int t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
      }
      state[0] += a;
      state[1] += b;
      state[2] += c;
      state[3] += d;
      state[4] += e;
      state[5] += f;
      state[6] += g;
      state[7] += h;
    }

    byte[] state() {
      ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
      for (int word : state) {
        bytes.putInt(word);
      }
      return bytes.array();
    }
  }
}
