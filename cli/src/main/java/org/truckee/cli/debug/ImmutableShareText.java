package org.truckee.cli.debug;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.cli.command.Quoting;
import org.truckee.crypto.Base32;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.storage.disk.ShareContainer;

/** The file of an immutable share, in lines ({@code spec/10 §8.2}). */
final class ImmutableShareText {
  private static final List<String> TEXTS =
      List.of("codec_name", "codec_params", "tail_codec_params");
  private static final List<String> NUMBERS =
      List.of("num_segments", "segment_size", "needed_shares", "total_shares");
  private static final List<String> HASHES =
      List.of(
          "plaintext_hash",
          "plaintext_root_hash",
          "crypttext_hash",
          "crypttext_root_hash",
          "share_root_hash");
  private static final String SIZE = "size";

  private final ShareContainer container;
  private final ShareFiles.Immutable share;
  private final Map<String, byte[]> left;
  private final List<String> lines = new ArrayList<>();

  private ImmutableShareText(ShareContainer container, ShareFiles.Immutable share) {
    this.container = container;
    this.share = share;
    this.left = new TreeMap<>(share.extension().fields());
  }

  /** What stands in the share. */
  static List<String> lines(ShareContainer container, boolean offsets) throws IOException {
    ImmutableShareText text = new ImmutableShareText(container, ShareFiles.immutable(container));
    text.addExtension();
    text.addSizes();
    if (offsets) {
      text.addOffsets();
    }
    return text.lines;
  }

  /** Who holds it, and for how long. */
  static List<String> leases(ShareContainer container, LeaseTime time) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (ShareContainer.StoredLease lease : container.leases()) {
      lines.add(
          " Lease #%d: owner=%d, expire in %s"
              .formatted(lease.place(), lease.owner(), time.words(lease.expiration())));
    }
    if (container.leases().isEmpty()) {
      lines.add(" No leases.");
    }
    lines.add("");
    return lines;
  }

  private void addExtension() throws IOException {
    add("version", share.layout().version());
    addText("file_size", SIZE);
    NUMBERS.forEach(key -> addText(key, key));
    lines.add("");
    TEXTS.forEach(key -> addText(key, key));
    lines.add("");
    for (String key : HASHES) {
      Optional.ofNullable(left.remove(key)).ifPresent(hash -> add(key, Base32.encode(hash)));
    }
    add("UEB_hash", Base32.encode(share.extension().hash()));
    if (!left.isEmpty()) {
      lines.add("");
      lines.add("LEFTOVER:");
      left.forEach((key, value) -> add(Quoting.plain(key), Quoting.quoted(text(value))));
    }
    Optional<StorageIndex> index = ShareFiles.index(container.path());
    if (index.isPresent()) {
      add("verify-cap", share.verifyCap(index.get()).text());
    }
  }

  private void addSizes() {
    ShareLayout layout = share.layout();
    lines.add("");
    lines.add(" Size of data within the share:");
    add("data", layout.plaintextHashes() - layout.data());
    add("uri-extension", share.extensionLength());
    add("validation", layout.uriExtension() - layout.plaintextHashes());
  }

  private void addOffsets() {
    ShareLayout layout = share.layout();
    lines.add("");
    lines.add(" Section Offsets:");
    add("share data", container.dataOffset());
    addOffset("block data", layout.data());
    addOffset("plaintext_hash_tree", layout.plaintextHashes());
    addOffset("crypttext_hash_tree", layout.crypttextHashes());
    addOffset("block_hashes", layout.blockHashes());
    addOffset("share_hashes", layout.shareHashes());
    addOffset("uri_extension", layout.uriExtension());
    add("leases", container.leasesOffset());
  }

  private void addOffset(String name, long inShare) {
    long inFile = container.dataOffset() + inShare;
    lines.add("%22s: %d   (0x%x)".formatted(name, inFile, inFile));
  }

  private void addText(String name, String key) {
    Optional.ofNullable(left.remove(key)).ifPresent(value -> add(name, Quoting.plain(text(value))));
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  private void add(String name, Object value) {
    lines.add("%20s: %s".formatted(name, value));
  }
}
