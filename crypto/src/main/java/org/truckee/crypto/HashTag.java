package org.truckee.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Every tag that separates one use of the tagged hash from another ({@code spec/01 §1.3}). */
public enum HashTag {
  STORAGE_INDEX("allmydata_immutable_key_to_storage_index_v1", 16),
  BLOCK("allmydata_encoded_subshare_v1", 32),
  URI_EXTENSION("allmydata_uri_extension_v1", 32),
  PLAINTEXT("allmydata_plaintext_v1", 32),
  CRYPTTEXT("allmydata_crypttext_v1", 32),
  CRYPTTEXT_SEGMENT("allmydata_crypttext_segment_v1", 32),
  PLAINTEXT_SEGMENT("allmydata_plaintext_segment_v1", 32),
  FILE_RENEWAL_SECRET("allmydata_file_renewal_secret_v1", 32),
  FILE_CANCEL_SECRET("allmydata_file_cancel_secret_v1", 32),
  BUCKET_RENEWAL_SECRET("allmydata_bucket_renewal_secret_v1", 32),
  BUCKET_CANCEL_SECRET("allmydata_bucket_cancel_secret_v1", 32),
  MUTABLE_WRITEKEY("allmydata_mutable_privkey_to_writekey_v1", 16),
  MUTABLE_WRITE_ENABLER_MASTER("allmydata_mutable_writekey_to_write_enabler_master_v1", 32),
  MUTABLE_WRITE_ENABLER(
      "allmydata_mutable_write_enabler_master_and_nodeid_to_write_enabler_v1", 32),
  MUTABLE_FINGERPRINT("allmydata_mutable_pubkey_to_fingerprint_v1", 32),
  MUTABLE_READKEY("allmydata_mutable_writekey_to_readkey_v1", 16),
  MUTABLE_DATAKEY("allmydata_mutable_readkey_to_datakey_v1", 16),
  MUTABLE_STORAGE_INDEX("allmydata_mutable_readkey_to_storage_index_v1", 16),
  DIRECTORY_CHILD_KEY("allmydata_mutable_writekey_and_salt_to_dirnode_child_capkey_v1", 16),
  DIRECTORY_CHILD_SALT("allmydata_dirnode_child_rwcap_to_salt_v1", 16),
  BACKUP_DIRECTORY("allmydata_backupdb_dirhash_v1", 32),
  EMPTY_LEAF("Merkle tree empty leaf", 32),
  TREE_NODE("Merkle tree internal node", 32),
  MUTABLE_CONTAINER("allmydata_mutable_container_header", 5);

  private final byte[] prefix;
  private final int length;

  HashTag(String tag, int length) {
    this.prefix = Netstring.encode(tag.getBytes(StandardCharsets.US_ASCII));
    this.length = length;
  }

  /** Length of the hash in bytes. */
  public int length() {
    return length;
  }

  /** A hasher for a value that comes in pieces. */
  public TaggedHasher hasher() {
    return new TaggedHasher(prefix, length);
  }

  /** The hash of one value. */
  public byte[] hash(byte[] value) {
    return hash(value, 0, value.length);
  }

  /** The hash of {@code length} bytes of {@code value} from {@code offset} on. */
  public byte[] hash(byte[] value, int offset, int length) {
    byte[] hash = Sha256.twice(prefix, value, offset, length);
    return hash.length == this.length ? hash : Arrays.copyOf(hash, this.length);
  }

  /** The hash of two values, each framed as a netstring. */
  public byte[] hashPair(byte[] first, byte[] second) {
    return hasher().update(Netstring.encode(first)).update(Netstring.encode(second)).digest();
  }
}
