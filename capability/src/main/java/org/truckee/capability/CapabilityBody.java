package org.truckee.capability;

import org.truckee.crypto.Base32;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.StorageIndex;

/**
 * Walks once through what follows the kind in the string of a capability ({@code spec/01 §5.2}).
 *
 * <p>How a string may end is a matter of history: most kinds tolerate one newline, the MDMF kinds
 * anything behind a further colon, and the CHK verify cap anything at all.
 */
final class CapabilityBody {
  private static final int KEY_LENGTH = 16;
  private static final int HASH_LENGTH = 32;

  private final String text;
  private int position;

  private CapabilityBody(String text) {
    this.text = text;
  }

  static FileCap parse(FileKind kind, String text) throws BadBodyException {
    CapabilityBody body = new CapabilityBody(text);
    return switch (kind) {
      case CHK -> body.chkRead();
      case CHK_VERIFIER -> body.chkVerify();
      case LIT -> body.literal();
      case SSK, MDMF, SSK_RO, MDMF_RO, SSK_VERIFIER, MDMF_VERIFIER -> body.mutable(kind);
    };
  }

  private ChkReadCap chkRead() throws BadBodyException {
    EncryptionKey key = new EncryptionKey(base32("key", KEY_LENGTH));
    colon();
    UriExtensionHash hash = new UriExtensionHash(base32("hash", HASH_LENGTH));
    int needed = shareCount("shares needed");
    int total = shareCount("shares in total");
    long size = size();
    end();
    return new ChkReadCap(key, hash, needed, total, size);
  }

  private ChkVerifyCap chkVerify() throws BadBodyException {
    StorageIndex index = new StorageIndex(base32("storage index", KEY_LENGTH));
    colon();
    UriExtensionHash hash = new UriExtensionHash(base32("hash", HASH_LENGTH));
    return new ChkVerifyCap(
        index, hash, shareCount("shares needed"), shareCount("shares in total"), size());
  }

  private LiteralCap literal() throws BadBodyException {
    String data = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    try {
      return new LiteralCap(Base32.decode(data));
    } catch (IllegalArgumentException _) {
      throw new BadBodyException("the data is not canonical base32");
    }
  }

  private MutableFileCap mutable(FileKind kind) throws BadBodyException {
    byte[] first = base32("key", KEY_LENGTH);
    colon();
    Fingerprint fingerprint = new Fingerprint(base32("fingerprint", HASH_LENGTH));
    MutableFormat format = kind.format();
    boolean extended = format == MutableFormat.MDMF && text.startsWith(":", position);
    if (!extended) {
      end();
    }
    return switch (kind) {
      case SSK, MDMF -> new MutableWriteCap(format, new WriteKey(first), fingerprint);
      case SSK_RO, MDMF_RO -> new MutableReadCap(format, new ReadKey(first), fingerprint);
      case SSK_VERIFIER, MDMF_VERIFIER ->
          new MutableVerifyCap(format, new StorageIndex(first), fingerprint);
      case CHK, CHK_VERIFIER, LIT -> throw new IllegalStateException(kind + " is immutable");
    };
  }

  private byte[] base32(String field, int length) throws BadBodyException {
    int end = position + Base32.encodedLength(length);
    try {
      byte[] value = Base32.decode(text.substring(position, Math.min(end, text.length())));
      if (value.length == length) {
        position = end;
        return value;
      }
    } catch (IllegalArgumentException _) {
      // Said below: the decoder's own text would be about a part of the string.
    }
    throw new BadBodyException(
        "the %s is not %d characters of canonical base32"
            .formatted(field, Base32.encodedLength(length)));
  }

  private int shareCount(String field) throws BadBodyException {
    return (int) number("number of " + field, Integer.MAX_VALUE);
  }

  private long size() throws BadBodyException {
    return number("size", Long.MAX_VALUE);
  }

  /** A colon and decimal digits; leading zeros are allowed. */
  private long number(String field, long max) throws BadBodyException {
    boolean separated = text.startsWith(":", position);
    if (!separated || ++position >= text.length() || !isDigit(text.charAt(position))) {
      throw new BadBodyException("the %s is missing".formatted(field));
    }
    long value = 0;
    while (position < text.length() && isDigit(text.charAt(position))) {
      int digit = text.charAt(position++) - '0';
      if (value > (max - digit) / 10) {
        throw new BadBodyException("the %s is above %d".formatted(field, max));
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private void colon() throws BadBodyException {
    if (!text.startsWith(":", position)) {
      throw new BadBodyException("a colon is missing after %d characters".formatted(position));
    }
    position++;
  }

  private void end() throws BadBodyException {
    String rest = text.substring(position);
    if (!rest.isEmpty() && !rest.equals("\n")) {
      throw new BadBodyException("there is something behind its end");
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The string is damaged; the message reveals nothing of it. */
  static final class BadBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    BadBodyException(String message) {
      super(message);
    }
  }
}
