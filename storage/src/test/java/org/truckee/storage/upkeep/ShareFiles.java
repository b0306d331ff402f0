package org.truckee.storage.upkeep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareKind;

/** Share files as the reference writes them, in a storage directory. */
final class ShareFiles {
  private static final byte[] MUTABLE_MAGIC =
      HexFormat.of().parseHex("5461686f65206d757461626c6520636f6e7461696e65722076320ac355219925");

  private final Path shares;

  ShareFiles(Path storageDirectory) {
    this.shares = storageDirectory.resolve("shares");
  }

  /** The storage index that begins with two bytes. */
  static StorageIndex index(int number) {
    byte[] bytes = new byte[StorageIndex.LENGTH];
    bytes[0] = (byte) (number >>> 8);
    bytes[1] = (byte) number;
    return new StorageIndex(bytes);
  }

  Path path(StorageIndex index, int share) {
    String name = index.toString();
    return shares.resolve(name.substring(0, 2)).resolve(name).resolve(Integer.toString(share));
  }

  /** Makes a share whose leases end at the given seconds since 1970. */
  Path put(StorageIndex index, int share, ShareKind kind, List<Long> expirations)
      throws IOException {
    return put(
        index, share, kind == ShareKind.MUTABLE ? mutable(expirations) : immutable(expirations));
  }

  Path put(StorageIndex index, int share, byte[] content) throws IOException {
    Path path = path(index, share);
    Files.createDirectories(path.getParent());
    return Files.write(path, content);
  }

  private static byte[] immutable(List<Long> expirations) {
    byte[] data = "data of a share".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(12 + data.length + 72 * expirations.size());
    file.putInt(2).putInt(data.length).putInt(expirations.size()).put(data);
    for (int i = 0; i < expirations.size(); i++) {
      file.putInt(0).put(secret(i)).put(secret(i + 100)).putInt(expirations.get(i).intValue());
    }
    return file.array();
  }

  private static byte[] mutable(List<Long> expirations) {
    int extra = Math.max(0, expirations.size() - 4);
    ByteBuffer file = ByteBuffer.allocate(468 + 10 + 4 + 92 * extra);
    file.put(MUTABLE_MAGIC).put(new byte[52]).putLong(10).putLong(478);
    for (int i = 0; i < expirations.size(); i++) {
      file.position(i < 4 ? 100 + 92 * i : 482 + 92 * (i - 4));
      file.putInt(1).putInt(expirations.get(i).intValue()).put(secret(i)).put(secret(i + 100));
    }
    file.putInt(478, extra);
    return file.array();
  }

  private static byte[] secret(int number) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) number);
    return secret;
  }

  /** When the leases of an immutable or mutable share end that is there. */
  static List<Long> expirations(Path path, ShareTree tree) throws Exception {
    String bucket = path.getParent().getFileName().toString();
    int number = Integer.parseInt(path.getFileName().toString());
    return tree.bucket(bucket).shares().stream()
        .filter(share -> share.number().value() == number)
        .map(share -> ((FoundContainer.Sound) share).expirations())
        .findFirst()
        .orElseThrow();
  }
}
