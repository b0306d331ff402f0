package org.truckee.grid.immutable.download;

import java.util.Optional;
import java.util.stream.LongStream;
import org.truckee.crypto.HashTreeShape;
import org.truckee.grid.immutable.LayoutException;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.transfer.Slice;

/** Reads the parts of a share from which all others are found ({@code spec/01 §6.7}). */
public final class ShareHeader {
  /** The longest share hash chain that is read: all nodes of the largest tree. */
  public static final int MAX_CHAIN = ShareLayout.CHAIN_ENTRY * new HashTreeShape(256).nodes();

  /** No share is as long as this, and adding to it does not overflow. */
  private static final long MAX_OFFSET = 1L << 60;

  private ShareHeader() {}

  /**
   * Reads the header.
   *
   * @throws ShareException if it is truncated, of an unknown version, or impossible
   */
  public static ShareLayout read(ShareBytes bytes) throws ShareException, InterruptedException {
    try {
      Slice start = bytes.need(0, ShareLayout.MIN_HEADER, "header");
      int length = ShareLayout.headerLength(start.buffer());
      ShareLayout layout = ShareLayout.parse(bytes.need(0, length, "header").buffer());
      requireReasonable(layout);
      return layout;
    } catch (LayoutException e) {
      throw new ShareException(
          e.isUnknownVersion() ? ShareException.Kind.INCOMPATIBLE : ShareException.Kind.CORRUPT,
          String.valueOf(e.getMessage()),
          Optional.empty());
    }
  }

  private static void requireReasonable(ShareLayout layout) throws ShareException {
    LongStream offsets =
        LongStream.of(
            layout.data(),
            layout.crypttextHashes(),
            layout.blockHashes(),
            layout.shareHashes(),
            layout.uriExtension());
    if (offsets.anyMatch(offset -> offset > MAX_OFFSET)) {
      throw ShareException.corrupt("its header has offsets beyond 2^60");
    }
  }

  /**
   * Reads the URI extension block, which is not checked.
   *
   * @throws ShareException if it is truncated or longer than any can be
   */
  public static byte[] readUriExtension(ShareBytes bytes, ShareLayout layout)
      throws ShareException, InterruptedException {
    long start = layout.uriExtension();
    int field = layout.lengthFieldLength();
    Slice lengthField = bytes.need(start, field, "length of the URI extension block");
    long length =
        field == 4
            ? Integer.toUnsignedLong(lengthField.buffer().getInt())
            : lengthField.buffer().getLong();
    if (length < 0 || length > UriExtension.MAX_LENGTH) {
      throw ShareException.damaged("length of the URI extension block", start, start + field, "");
    }
    byte[] block = new byte[(int) length];
    bytes.need(start + field, block.length, "URI extension block").buffer().get(block);
    return block;
  }
}
