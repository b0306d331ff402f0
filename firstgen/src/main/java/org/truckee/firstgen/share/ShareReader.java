package org.truckee.firstgen.share;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the parts of a share of either layout ({@code spec/12 §8.9}). Nothing that it returns has
 * been validated but for its length. Not thread-safe.
 */
public final class ShareReader {
  private final ShareBytes bytes;
  private ShareHeader header;

  /** A reader of a share of which nothing has been read. */
  public ShareReader(ShareBytes bytes) {
    this.bytes = bytes;
  }

  /** Where the share is. */
  public String where() {
    return bytes.where();
  }

  /**
   * The header, which is read once.
   *
   * @throws DamagedShareException if it is damaged
   */
  public ShareHeader header() throws IOException, InterruptedException {
    if (header == null) {
      byte[] start = bytes.read(0, ShareHeader.MAX_LENGTH);
      try {
        header = ShareHeader.parse(start);
      } catch (IllegalArgumentException e) {
        throw damaged(e.getMessage());
      }
    }
    return header;
  }

  /**
   * The block of a segment.
   *
   * @throws DamagedShareException if the share is not one of that file, or too short
   */
  public byte[] block(UriExtension file, int segment) throws IOException, InterruptedException {
    ShareHeader found = header();
    int size = file.codec().blockSize();
    if (found.blockSize() != size || found.dataSize() != file.blocksLength()) {
      throw damaged("its blocks have another size than the file's");
    }
    return exactly(found.data() + segment * size, file.codecOf(segment).blockSize());
  }

  /** The hash tree over the plaintext as the share has it, the root first. */
  public List<byte[]> plaintextHashes() throws IOException, InterruptedException {
    return hashes(header().plaintextTree(), header.crypttextTree());
  }

  /** The hash tree over the crypttext as the share has it, the root first. */
  public List<byte[]> crypttextHashes() throws IOException, InterruptedException {
    return hashes(header().crypttextTree(), header.blockTree());
  }

  /** The hash tree over the blocks of the share, the root first. */
  public List<byte[]> blockHashes() throws IOException, InterruptedException {
    return hashes(header().blockTree(), header.shareHashes());
  }

  /** The nodes that connect the share with the root over all shares, by their numbers. */
  public Map<Integer, byte[]> shareHashes() throws IOException, InterruptedException {
    int from = header().shareHashes();
    ByteBuffer all = ByteBuffer.wrap(exactly(from, header.extension() - from));
    Map<Integer, byte[]> hashes = new TreeMap<>();
    while (all.hasRemaining()) {
      int node = Short.toUnsignedInt(all.getShort());
      byte[] hash = new byte[ShareHeader.HASH];
      all.get(hash);
      hashes.put(node, hash);
    }
    return hashes;
  }

  /**
   * The URI extension.
   *
   * @throws DamagedShareException if it is longer than one can be
   */
  public byte[] uriExtension() throws IOException, InterruptedException {
    int at = header().extension();
    long length = Integer.toUnsignedLong(ByteBuffer.wrap(exactly(at, Integer.BYTES)).getInt());
    if (length > UriExtension.MAX_LENGTH) {
      throw damaged("a URI extension of %d bytes".formatted(length));
    }
    return exactly(at + Integer.BYTES, (int) length);
  }

  private List<byte[]> hashes(int from, int to) throws IOException, InterruptedException {
    byte[] all = exactly(from, to - from);
    List<byte[]> hashes = new ArrayList<>();
    for (int at = 0; at < all.length; at += ShareHeader.HASH) {
      hashes.add(Arrays.copyOfRange(all, at, at + ShareHeader.HASH));
    }
    return hashes;
  }

  private byte[] exactly(int offset, int length) throws IOException, InterruptedException {
    byte[] found = bytes.read(offset, length);
    if (found.length != length) {
      throw damaged("%d bytes instead of %d from %d on".formatted(found.length, length, offset));
    }
    return found;
  }

  private DamagedShareException damaged(String what) {
    return new DamagedShareException(where(), what);
  }
}
