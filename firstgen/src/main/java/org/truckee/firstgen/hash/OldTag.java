package org.truckee.firstgen.hash;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.truckee.crypto.Netstring;

/**
 * What is hashed for what: the netstring of a tag goes before the value ({@code spec/12 §2.2, §3}).
 * One hash, not two, and nothing is cut off unless a method says so.
 */
public enum OldTag {
  /** The key of a file, from its whole plaintext. */
  CONTENT_KEY("allmydata_encryption_key_v1"),
  /** The storage index of a file, from its key. */
  STORAGE_INDEX("allmydata_CHK_storage_index_v1"),
  /** One block of one share. */
  BLOCK("allmydata_encoded_subshare_v1"),
  /** One segment of the plaintext. */
  PLAINTEXT_SEGMENT("allmydata_plaintext_segment_v1"),
  /** One segment of the crypttext. */
  CRYPTTEXT_SEGMENT("allmydata_crypttext_segment_v1"),
  /** The whole plaintext. */
  PLAINTEXT("allmydata_plaintext_hash_v1"),
  /** The whole crypttext. */
  CRYPTTEXT("allmydata_crypttext_hash_v1"),
  /** The URI extension of a file. */
  URI_EXTENSION("allmydata_uri_extension_v1"),
  /** An inner node of a hash tree, from its two children. */
  TREE_NODE("Merkle tree internal node"),
  /** A leaf of a hash tree that stands for nothing, from its number. */
  EMPTY_LEAF("Merkle tree empty leaf"),
  /** What allows to change a directory, from its write key. */
  WRITE_ENABLER("allmydata_dir_write_enabler_v1"),
  /** The read key of a directory, from its write key. */
  READ_KEY("allmydata_dir_read_key_v1"),
  /** The name of a directory at its server, from its read key. */
  DIRECTORY_INDEX("allmydata_dir_index_v1"),
  /** The name of a child at the server, from the read key and the name. */
  CHILD_NAME("allmydata_dir_name_v1"),
  /** A file's renewal secret, from the client's and the storage index. */
  FILE_RENEWAL("file_renewal_secret"),
  /** A file's cancel secret, from the client's and the storage index. */
  FILE_CANCEL("file_cancel_secret"),
  /** A bucket's renewal secret, from the file's and the server's node id. */
  BUCKET_RENEWAL("bucket_renewal_secret"),
  /** A bucket's cancel secret, from the file's and the server's node id. */
  BUCKET_CANCEL("bucket_cancel_secret");

  private final byte[] text;
  private final byte[] prefix;

  OldTag(String tag) {
    this.text = tag.getBytes(StandardCharsets.US_ASCII);
    this.prefix = Netstring.encode(text);
  }

  /** The tag without its frame, where it is itself hashed as a value. */
  public byte[] text() {
    return text.clone();
  }

  /** The 32-byte hash of {@code value} under this tag. */
  public byte[] hash(byte[] value) {
    return OldSha256.hash(prefix, value);
  }

  /** The 32-byte hash of a range of an array under this tag. */
  public byte[] hash(byte[] data, int offset, int length) {
    return ofLength(length).update(data, offset, length).finish();
  }

  /** The 32-byte hash of two values under this tag, each framed as a netstring. */
  public byte[] hashPair(byte[] first, byte[] second) {
    return OldSha256.hash(prefix, Netstring.encode(first), Netstring.encode(second));
  }

  /** The first {@code length} bytes of the hash of {@code value}. */
  public byte[] truncated(byte[] value, int length) {
    return Arrays.copyOf(hash(value), length);
  }

  /** Begins to hash a value of {@code length} bytes under this tag. */
  public OldSha256 ofLength(long length) {
    return OldSha256.ofLength(prefix.length + length).update(prefix, 0, prefix.length);
  }

  /** The hash of {@code value} under a tag that is no fixed text ({@code spec/12 §2.2}). */
  public static byte[] hashWith(byte[] tag, byte[] value) {
    return OldSha256.hash(Netstring.encode(tag), value);
  }

  /** The hash of two values under a tag that is no fixed text. */
  public static byte[] hashPairWith(byte[] tag, byte[] first, byte[] second) {
    return OldSha256.hash(Netstring.encode(tag), Netstring.encode(first), Netstring.encode(second));
  }
}
