package org.truckee.firstgen.uri;

import java.util.Optional;
import org.truckee.firstgen.hash.ZBase32;

/**
 * The name of a file in shares: {@code URI:CHK:KEY:HASH:K:N:SIZE} ({@code spec/12 §5}).
 *
 * @param key what it is enciphered with
 * @param extensionHash the hash of its URI extension
 * @param needed how many shares give it back
 * @param total how many shares were made
 * @param size its length in bytes
 */
public record ChkUri(FileKey key, ExtensionHash extensionHash, int needed, int total, long size)
    implements FileUri {
  static final String PREFIX = "URI:CHK:";
  private static final int FIELDS = 7;
  private static final int MAX_SHARES = 256;
  private static final int MAX_DIGITS = 18;

  /** Checks the numbers. */
  public ChkUri {
    if (needed < 1 || needed > total || total > MAX_SHARES) {
      throw new IllegalArgumentException(
          "a file cannot be in shares %d-of-%d: 1 <= k <= n <= 256".formatted(needed, total));
    }
    if (size < 1) {
      throw new IllegalArgumentException("a file in shares is not empty");
    }
  }

  static ChkUri parse(String text) {
    String[] fields = text.split(":", -1);
    if (fields.length != FIELDS) {
      throw new IllegalArgumentException("a URI:CHK has 7 fields, not %d".formatted(fields.length));
    }
    return new ChkUri(
        new FileKey(ZBase32.decode(fields[2], FileKey.LENGTH)),
        new ExtensionHash(ZBase32.decode(fields[3], ExtensionHash.LENGTH)),
        Math.toIntExact(Math.min(Integer.MAX_VALUE, number(fields[4]))),
        Math.toIntExact(Math.min(Integer.MAX_VALUE, number(fields[5]))),
        number(fields[6]));
  }

  private static long number(String digits) {
    if (digits.isEmpty()
        || digits.length() > MAX_DIGITS
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new IllegalArgumentException("the last three fields of a URI:CHK are numbers");
    }
    return Long.parseLong(digits);
  }

  /** Under which servers keep the shares. */
  public OldStorageIndex storageIndex() {
    return key.storageIndex();
  }

  @Override
  public String text() {
    return PREFIX
        + ZBase32.encode(key.bytes())
        + ":%s:%d:%d:%d".formatted(ZBase32.encode(extensionHash.bytes()), needed, total, size);
  }

  @Override
  public Optional<String> refreshCapability() {
    return Optional.of("CHK-REFRESH:" + storageIndex());
  }

  /** The file, without what grants anything. */
  @Override
  public String toString() {
    return "file " + storageIndex().abbreviated();
  }
}
