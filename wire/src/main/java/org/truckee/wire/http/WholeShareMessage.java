package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageShortcuts;

/** The message that stores small shares whole ({@code docs/protocol-extensions.md}). */
final class WholeShareMessage {
  /** Bytes of the longest request. */
  static final int LONGEST = StorageShortcuts.MAXIMUM_STORED + heads(Messages.MAXIMUM_SHARES);

  private WholeShareMessage() {}

  /** Beside the data: the heads of the map and of its entries. */
  private static int heads(int shares) {
    return 16 + 16 * shares;
  }

  /** Share numbers and contents, which are not consumed. */
  static ByteBuffer encode(Map<ShareNumber, ByteBuffer> shares) {
    int size = shares.values().stream().mapToInt(ByteBuffer::remaining).sum();
    CborWriter out = new CborWriter(size + heads(shares.size())).map(shares.size());
    shares.forEach((share, data) -> out.uint(share.value()).bytes(data));
    return out.toBuffer();
  }

  static Map<ShareNumber, ByteBuffer> decode(CborReader in) throws MalformedCborException {
    Map<ShareNumber, ByteBuffer> shares = new HashMap<>();
    CborReader.Items entries = in.map(Messages.MAXIMUM_SHARES);
    while (entries.next()) {
      ShareNumber share = Messages.share(in);
      if (shares.put(share, ByteBuffer.wrap(in.bytes())) != null) {
        throw new MalformedCborException("share %s is there twice".formatted(share));
      }
    }
    return shares;
  }
}
