package org.truckee.firstgen.download;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.firstgen.hash.BadHashException;
import org.truckee.firstgen.hash.OldHashTree;
import org.truckee.firstgen.hash.OldSha256;
import org.truckee.firstgen.hash.OldTag;
import org.truckee.firstgen.hash.PartialHashTree;
import org.truckee.firstgen.share.DamagedShareException;
import org.truckee.firstgen.share.UriExtension;
import org.truckee.firstgen.uri.ChkUri;

/** One download of one file in shares, step by step ({@code spec/12 §11.1}). */
final class FileDownload {
  private final ChkUri uri;
  private final ShareSet shares;
  private final Canceller canceller;
  private final AesCtr cipher;
  private final OldSha256 plaintextHash;
  private final OldSha256 crypttextHash;

  FileDownload(ChkUri uri, ShareSet shares, Canceller canceller) {
    this.uri = uri;
    this.shares = shares;
    this.canceller = canceller;
    this.cipher = AesCtr.atStart(new EncryptionKey(uri.key().bytes()));
    this.plaintextHash = OldTag.PLAINTEXT.ofLength(uri.size());
    this.crypttextHash = OldTag.CRYPTTEXT.ofLength(uri.size());
  }

  void run(DownloadTarget<?> target) throws IOException, InterruptedException {
    if (shares.size() < uri.needed()) {
      throw new NotEnoughSharesException(
          "%d shares were found of %s, %d are needed".formatted(shares.size(), uri, uri.needed()));
    }
    UriExtension file = shares.firstGood("URI extension", this::extension);
    int segments = file.plan().segments();
    OldHashTree plaintextTree =
        shares.firstGood(
            "plaintext hash tree",
            copy ->
                tree(
                    copy,
                    copy.reader().plaintextHashes(),
                    segments,
                    file.hashes().plaintextRoot()));
    OldHashTree crypttextTree =
        shares.firstGood(
            "crypttext hash tree",
            copy ->
                tree(
                    copy,
                    copy.reader().crypttextHashes(),
                    segments,
                    file.hashes().crypttextRoot()));
    PartialHashTree shareTree = new PartialHashTree(file.plan().total(), file.hashes().shareRoot());
    try (ReadAhead<Map<Integer, byte[]>> blocks =
        new ReadAhead<>(segments, segment -> shares.blocks(file, shareTree, segment))) {
      for (int segment = 0; segment < segments; segment++) {
        byte[] crypttext = decode(file, segment, blocks.next());
        byte[] plaintext = decipher(segment, crypttext, crypttextTree, plaintextTree);
        if (segment == 0) {
          canceller.requireGoing();
          target.open(uri.size());
        }
        canceller.requireGoing();
        target.write(plaintext);
      }
    }
    canceller.requireGoing();
    target.close();
    requireWhole("crypttext", crypttextHash, file.hashes().crypttext());
    requireWhole("plaintext", plaintextHash, file.hashes().plaintext());
  }

  private UriExtension extension(Copy copy) throws IOException, InterruptedException {
    byte[] bytes = copy.reader().uriExtension();
    if (!UriExtension.hash(bytes).equals(uri.extensionHash())) {
      throw new DamagedShareException(copy.reader().where(), "its URI extension is another file's");
    }
    UriExtension file;
    try {
      file = UriExtension.parse(bytes);
    } catch (IllegalArgumentException e) {
      throw new DamagedShareException(copy.reader().where(), e.getMessage());
    }
    if (file.plan().size() != uri.size()
        || file.plan().needed() != uri.needed()
        || file.plan().total() != uri.total()) {
      throw new WrongContentsException("the URI and its extension do not describe the same file");
    }
    return file;
  }

  private static OldHashTree tree(Copy copy, List<byte[]> nodes, int segments, byte[] root)
      throws IOException {
    try {
      if (nodes.isEmpty() || !MessageDigest.isEqual(nodes.getFirst(), root)) {
        throw new BadHashException("the root of a hash tree is another file's");
      }
      return OldHashTree.ofNodes(nodes, segments, root);
    } catch (BadHashException e) {
      throw new DamagedShareException(copy.reader().where(), e.getMessage());
    }
  }

  private static byte[] decode(UriExtension file, int segment, Map<Integer, byte[]> blocks) {
    int[] numbers = blocks.keySet().stream().mapToInt(Integer::intValue).toArray();
    byte[][] given = blocks.values().toArray(byte[][]::new);
    byte[] padded = file.codecOf(segment).decode(numbers, given);
    return Arrays.copyOf(padded, file.plan().lengthOf(segment));
  }

  /** Deciphers in place; the hashes are compared before anybody gets to see it. */
  private byte[] decipher(
      int segment, byte[] bytes, OldHashTree crypttextTree, OldHashTree plaintextTree)
      throws WrongContentsException {
    requireSegment("crypttext", OldTag.CRYPTTEXT_SEGMENT, segment, bytes, crypttextTree);
    crypttextHash.update(bytes, 0, bytes.length);
    cipher.process(bytes, 0, bytes.length);
    requireSegment("plaintext", OldTag.PLAINTEXT_SEGMENT, segment, bytes, plaintextTree);
    plaintextHash.update(bytes, 0, bytes.length);
    return bytes;
  }

  private static void requireSegment(
      String what, OldTag tag, int segment, byte[] bytes, OldHashTree tree)
      throws WrongContentsException {
    if (!MessageDigest.isEqual(tag.hash(bytes), tree.leaf(segment))) {
      throw new WrongContentsException(
          "the %s of segment %d has another hash than its tree says".formatted(what, segment));
    }
  }

  private static void requireWhole(String what, OldSha256 hash, byte[] expected)
      throws WrongContentsException {
    if (!MessageDigest.isEqual(hash.finish(), expected)) {
      throw new WrongContentsException(
          "the whole %s has another hash than the URI extension says".formatted(what));
    }
  }
}
