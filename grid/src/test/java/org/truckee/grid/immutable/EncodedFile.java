package org.truckee.grid.immutable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.HashTag;
import org.truckee.crypto.HashTree;
import org.truckee.crypto.HashTreeShape;
import org.truckee.crypto.StorageIndex;
import org.truckee.erasure.ErasureCode;

/**
 * A small file, and all its shares, made in memory in the plainest way ({@code spec/01 §6}): what
 * downloads are tried on, and what uploads can be compared with.
 *
 * @param cap grants reading the file
 * @param plaintext the file
 * @param shares the bytes of shares 0 … n−1
 */
public record EncodedFile(ChkReadCap cap, byte[] plaintext, List<byte[]> shares) {
  /** Where the shares belong. */
  public StorageIndex index() {
    return cap.index();
  }

  /** An honest file. */
  public static EncodedFile of(
      EncryptionKey key, byte[] plaintext, int needed, int total, int maxSegmentSize) {
    return new Maker(key, plaintext, needed, total, maxSegmentSize).make();
  }

  /** An honest file of random bytes. */
  public static EncodedFile random(
      RandomGenerator random, int size, int needed, int total, int maxSegmentSize) {
    byte[] plaintext = new byte[size];
    random.nextBytes(plaintext);
    return of(EncryptionKey.random(random), plaintext, needed, total, maxSegmentSize);
  }

  /** Makes files, also such as no honest uploader makes. */
  public static final class Maker {
    private final EncryptionKey key;
    private final byte[] plaintext;
    private final byte[] crypttext;
    private final int total;
    private final SegmentGeometry geometry;
    private boolean secondLayout;
    private boolean wrongCrypttextHashes;
    private UriExtension forged;
    private int forgedShare = -1;

    public Maker(EncryptionKey key, byte[] plaintext, int needed, int total, int maxSegmentSize) {
      this.key = key;
      this.plaintext = plaintext.clone();
      this.crypttext = plaintext.clone();
      AesCtr.atStart(key).process(crypttext, 0, crypttext.length);
      this.total = total;
      this.geometry = SegmentGeometry.of(plaintext.length, needed, maxSegmentSize);
    }

    /** Writes the second layout, however small the file. */
    public Maker withSecondLayout() {
      secondLayout = true;
      return this;
    }

    /** Lies about the crypttext hashes, as a dishonest uploader can. */
    public Maker withWrongCrypttextHashes() {
      wrongCrypttextHashes = true;
      return this;
    }

    /** Puts another URI extension block into the shares, and its hash into the cap. */
    public Maker withUriExtension(UriExtension extension) {
      forged = extension;
      return this;
    }

    /** Makes one share of something else, with hashes to match, as a dishonest uploader can. */
    public Maker withForgedShare(int share) {
      forgedShare = share;
      return this;
    }

    public EncodedFile make() {
      List<ByteArrayOutputStream> blocks = new ArrayList<>();
      List<ByteArrayOutputStream> blockHashes = new ArrayList<>();
      for (int share = 0; share < total; share++) {
        blocks.add(new ByteArrayOutputStream());
        blockHashes.add(new ByteArrayOutputStream());
      }
      for (int segment = 0; segment < geometry.segments(); segment++) {
        byte[][] coded = encode(segment);
        if (forgedShare >= 0) {
          coded[forgedShare][0] ^= 1;
        }
        for (int share = 0; share < total; share++) {
          blocks.get(share).writeBytes(coded[share]);
          blockHashes.get(share).writeBytes(HashTag.BLOCK.hash(coded[share]));
        }
      }
      HashTree crypttextTree = crypttextTree();
      List<HashTree> blockTrees =
          blockHashes.stream().map(hashes -> HashTree.over(hashes.toByteArray())).toList();
      ByteArrayOutputStream roots = new ByteArrayOutputStream();
      blockTrees.forEach(tree -> roots.writeBytes(tree.root()));
      HashTree shareTree = HashTree.over(roots.toByteArray());
      UriExtension extension = extension(crypttextTree, shareTree);
      List<byte[]> shares = new ArrayList<>();
      for (int share = 0; share < total; share++) {
        shares.add(
            share(
                blocks.get(share).toByteArray(),
                crypttextTree,
                blockTrees.get(share),
                chain(shareTree, share),
                extension.bytes()));
      }
      UriExtensionHash hash = new UriExtensionHash(extension.hash());
      return new EncodedFile(
          new ChkReadCap(key, hash, geometry.needed(), total, plaintext.length),
          plaintext,
          List.copyOf(shares));
    }

    private byte[][] encode(int segment) {
      int from = (int) geometry.segmentOffset(segment);
      int length = geometry.blockLength(segment);
      byte[] padded =
          Arrays.copyOf(
              Arrays.copyOfRange(crypttext, from, from + geometry.segmentLength(segment)),
              length * geometry.needed());
      byte[][] coded = new byte[total][length];
      int[] all = new int[total];
      Arrays.setAll(all, i -> i);
      ErasureCode.of(geometry.needed(), total).encode(padded, 0, length, all, coded);
      return coded;
    }

    private HashTree crypttextTree() {
      ByteArrayOutputStream hashes = new ByteArrayOutputStream();
      for (int segment = 0; segment < geometry.segments(); segment++) {
        byte[] hash =
            HashTag.CRYPTTEXT_SEGMENT.hash(
                crypttext, (int) geometry.segmentOffset(segment), geometry.segmentLength(segment));
        if (wrongCrypttextHashes) {
          hash[0] ^= 1;
        }
        hashes.writeBytes(hash);
      }
      return HashTree.over(hashes.toByteArray());
    }

    private UriExtension extension(HashTree crypttextTree, HashTree shareTree) {
      return forged != null
          ? forged
          : UriExtension.of(
              geometry,
              total,
              HashTag.CRYPTTEXT.hash(crypttext),
              crypttextTree.root(),
              shareTree.root());
    }

    private byte[] share(
        byte[] blocks, HashTree crypttextTree, HashTree blockTree, byte[] chain, byte[] extension) {
      ShareLayout layout = ShareLayout.of(geometry, total);
      if (secondLayout) {
        layout = second(layout);
      }
      ByteBuffer share = ByteBuffer.allocate((int) layout.shareLength(extension.length));
      share.put(layout.header()).put(blocks);
      share.position((int) layout.crypttextHashes());
      share.put(crypttextTree.bytes()).put(blockTree.bytes()).put(chain);
      if (layout.version() == 1) {
        share.putInt(extension.length);
      } else {
        share.putLong(extension.length);
      }
      return share.put(extension).array();
    }

    public static ShareLayout second(ShareLayout first) {
      int more = 0x44 - 0x24;
      return new ShareLayout(
          2,
          first.blockSize(),
          first.dataSize(),
          first.data() + more,
          first.plaintextHashes() + more,
          first.crypttextHashes() + more,
          first.blockHashes() + more,
          first.shareHashes() + more,
          first.uriExtension() + more);
    }

    private static byte[] chain(HashTree tree, int share) {
      HashTreeShape shape = tree.shape();
      TreeSet<Integer> nodes = new TreeSet<>(shape.neededHashes(share));
      nodes.add(shape.firstLeaf() + share);
      ByteBuffer chain = ByteBuffer.allocate(nodes.size() * ShareLayout.CHAIN_ENTRY);
      for (int node : nodes) {
        chain.putShort((short) node).put(tree.node(node));
      }
      return chain.array();
    }
  }
}
