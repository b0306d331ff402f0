package org.truckee.cli.backup;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.Netstring;
import org.truckee.crypto.TaggedHasher;

/**
 * What a directory is remembered by: a hash of the names and capabilities in it, not of their
 * metadata ({@code spec/11 §B6}).
 */
final class DirectoryHash {
  private static final byte[] TAG =
      "allmydata_backupdb_dirhash_v1".getBytes(StandardCharsets.US_ASCII);

  private DirectoryHash() {}

  private record Entry(byte[] name, String cap) {}

  /**
   * The hash in base32.
   *
   * @param caps the capability of each child by its name
   */
  static String of(Map<String, String> caps) {
    List<Entry> entries =
        caps.entrySet().stream()
            .map(child -> new Entry(bytes(child.getKey()), child.getValue()))
            // By bytes: the order of Java's strings is another one beyond U+FFFF.
            .sorted(Comparator.comparing(Entry::name, Arrays::compareUnsigned))
            .toList();
    TaggedHasher hasher = Hashes.hasher(TAG, Hashes.HASH_LENGTH);
    for (Entry entry : entries) {
      hasher.update(Netstring.encode(entry.name()));
      hasher.update(Netstring.encode(bytes(entry.cap())));
    }
    return Base32.encode(hasher.digest());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
