package org.truckee.firstgen.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.truckee.crypto.AesCtr;
import org.truckee.crypto.EncryptionKey;
import org.truckee.firstgen.hash.OldHashTree;
import org.truckee.firstgen.hash.OldSha256;
import org.truckee.firstgen.hash.OldTag;
import org.truckee.firstgen.share.SegmentPlan;
import org.truckee.firstgen.uri.FileKey;

/**
 * The segments of a file, enciphered, with the hashes of what has passed ({@code spec/12 §8.4}).
 * Not thread-safe.
 */
final class EncryptedSegments {
  private final InputStream plaintext;
  private final SegmentPlan plan;
  private final AesCtr cipher;
  private final OldSha256 plaintextHash;
  private final OldSha256 crypttextHash;
  private final List<byte[]> plaintextLeaves = new ArrayList<>();
  private final List<byte[]> crypttextLeaves = new ArrayList<>();

  EncryptedSegments(InputStream plaintext, SegmentPlan plan, FileKey key) {
    this.plaintext = plaintext;
    this.plan = plan;
    this.cipher = AesCtr.atStart(new EncryptionKey(key.bytes()));
    this.plaintextHash = OldTag.PLAINTEXT.ofLength(plan.size());
    this.crypttextHash = OldTag.CRYPTTEXT.ofLength(plan.size());
  }

  /**
   * The next segment, enciphered; the last one is padded with zeros, which no hash knows of.
   *
   * @throws IOException if it cannot be read
   */
  byte[] next() throws IOException {
    int segment = plaintextLeaves.size();
    byte[] bytes = plaintext.readNBytes(plan.lengthOf(segment));
    if (bytes.length != plan.lengthOf(segment)) {
      throw new IOException("a file has become shorter while it was uploaded");
    }
    plaintextHash.update(bytes, 0, bytes.length);
    plaintextLeaves.add(OldTag.PLAINTEXT_SEGMENT.hash(bytes));
    cipher.process(bytes, 0, bytes.length);
    crypttextHash.update(bytes, 0, bytes.length);
    crypttextLeaves.add(OldTag.CRYPTTEXT_SEGMENT.hash(bytes));
    return Arrays.copyOf(bytes, plan.blockLengthOf(segment) * plan.needed());
  }

  OldHashTree plaintextTree() {
    return OldHashTree.over(plaintextLeaves);
  }

  OldHashTree crypttextTree() {
    return OldHashTree.over(crypttextLeaves);
  }

  /** Of the whole file; only once, when all segments have passed. */
  byte[] plaintextHash() {
    return plaintextHash.finish();
  }

  /** Of the whole file; only once, when all segments have passed. */
  byte[] crypttextHash() {
    return crypttextHash.finish();
  }
}
