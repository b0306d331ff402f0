package org.truckee.firstgen.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import org.truckee.firstgen.hash.OldHashTree;

/**
 * Writes the parts of a share, each with one message ({@code spec/12 §8.9}). They have to be
 * written in the order of the methods here, because servers of August 2007 only ever append.
 */
public final class ShareWriter {
  private final ShareSink sink;
  private final ShareHeader header;
  private final SegmentPlan plan;

  /** A writer of a share of a file with that plan. */
  public ShareWriter(ShareSink sink, ShareLayout layout, SegmentPlan plan) {
    this.sink = sink;
    this.header = ShareHeader.of(layout, plan);
    this.plan = plan;
  }

  /** Where the share will be. */
  public String where() {
    return sink.where();
  }

  /** Writes the header. */
  public void start() throws IOException, InterruptedException {
    sink.write(0, header.bytes());
  }

  /** Writes the block of a segment. */
  public void putBlock(int segment, byte[] block) throws IOException, InterruptedException {
    requireLength(block.length, plan.blockLengthOf(segment));
    sink.write(header.data() + segment * plan.blockSize(), block);
  }

  /** Writes the hash tree over the plaintext. */
  public void putPlaintextHashes(OldHashTree tree) throws IOException, InterruptedException {
    sink.write(header.plaintextTree(), ofSegments(tree));
  }

  /** Writes the hash tree over the crypttext. */
  public void putCrypttextHashes(OldHashTree tree) throws IOException, InterruptedException {
    sink.write(header.crypttextTree(), ofSegments(tree));
  }

  /** Writes the hash tree over the blocks of this share. */
  public void putBlockHashes(OldHashTree tree) throws IOException, InterruptedException {
    sink.write(header.blockTree(), ofSegments(tree));
  }

  private byte[] ofSegments(OldHashTree tree) {
    byte[] bytes = tree.bytes();
    requireLength(bytes.length, plan.treeLength());
    return bytes;
  }

  /** Writes the hashes that connect the share with the root over all shares. */
  public void putShareHashes(SortedMap<Integer, byte[]> hashes)
      throws IOException, InterruptedException {
    requireLength(hashes.size(), plan.shareHashes());
    ByteBuffer out = ByteBuffer.allocate(hashes.size() * ShareHeader.NUMBERED_HASH);
    for (Map.Entry<Integer, byte[]> hash : hashes.entrySet()) {
      out.putShort(hash.getKey().shortValue()).put(hash.getValue());
    }
    sink.write(header.shareHashes(), out.array());
  }

  /** Writes the URI extension. */
  public void putUriExtension(byte[] extension) throws IOException, InterruptedException {
    if (extension.length > UriExtension.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a URI extension of %d bytes; there is room for %d"
              .formatted(extension.length, UriExtension.MAX_LENGTH));
    }
    sink.write(
        header.extension(),
        ByteBuffer.allocate(Integer.BYTES + extension.length)
            .putInt(extension.length)
            .put(extension)
            .array());
  }

  /** The share is complete. */
  public void close() throws IOException, InterruptedException {
    sink.close();
  }

  private static void requireLength(int length, int wanted) {
    if (length != wanted) {
      throw new IllegalArgumentException("%d instead of %d".formatted(length, wanted));
    }
  }
}
