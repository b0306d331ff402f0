package org.truckee.capability;

import org.truckee.crypto.Base32;
import org.truckee.crypto.Secret;
import org.truckee.crypto.StorageIndex;

/** Writes capabilities: whole for those who ask for it, and as a harmless hint for logs. */
final class CapabilityText {
  private CapabilityText() {}

  /** The canonical string ({@code spec/01 §5.1}). */
  static String of(KnownCapability cap) {
    return switch (cap) {
      case FileCap file -> "URI:" + label(file) + ":" + body(file);
      case DirectoryCap directory -> "URI:" + label(directory) + ":" + body(directory.file());
    };
  }

  /** The kind and the beginning of the storage index, as {@code toString} shows a cap. */
  static String describe(KnownCapability cap) {
    String label = label(cap);
    return cap.storageIndex()
        .map(StorageIndex::abbreviated)
        .map(index -> label + " cap [" + index + "]")
        .orElse(label + " cap");
  }

  static void requireNotNegative(int needed, int total, long size) {
    if (needed < 0 || total < 0 || size < 0) {
      throw new IllegalArgumentException(
          "no file has %d bytes in %d of %d shares".formatted(size, needed, total));
    }
  }

  private static String label(KnownCapability cap) {
    return switch (cap) {
      case FileCap file -> FileKind.of(file).label(false);
      case DirectoryCap directory -> FileKind.of(directory.file()).label(true);
    };
  }

  private static String body(FileCap cap) {
    return switch (cap) {
      case ChkReadCap chk -> base32(chk.key()) + ":" + numbers(chk);
      case ChkVerifyCap chk -> chk.index() + ":" + numbers(chk);
      case LiteralCap literal -> Base32.encode(literal.data());
      case MutableWriteCap write -> base32(write.writeKey()) + ":" + write.fingerprint();
      case MutableReadCap read -> base32(read.readKey()) + ":" + read.fingerprint();
      case MutableVerifyCap verify -> verify.index() + ":" + verify.fingerprint();
    };
  }

  private static String numbers(ChkCap chk) {
    return chk.uriExtensionHash() + ":" + chk.needed() + ":" + chk.total() + ":" + chk.size();
  }

  private static String base32(Secret secret) {
    return Base32.encode(secret.bytes());
  }
}
