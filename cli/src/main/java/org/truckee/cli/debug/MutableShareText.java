package org.truckee.cli.debug;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Hashes;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.mutable.MutableLayoutException;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.ShareHashChain;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.storage.disk.ShareContainer;

/** The file of a share of a mutable file, in lines ({@code spec/10 §8.2}). */
final class MutableShareText {
  private static final int VERSION_BYTE = 1;
  private static final int ROOT_HASH = 9;
  private static final int EXTRA_LEASE_COUNT = 4;

  private final ShareContainer container;
  private final ShareContainer.Slot slot;
  private final List<String> lines = new ArrayList<>();

  private MutableShareText(ShareContainer container, ShareContainer.Slot slot) {
    this.container = container;
    this.slot = slot;
  }

  /** Everything that stands in the file. */
  static List<String> lines(
      ShareContainer container, ShareContainer.Slot slot, boolean offsets, LeaseTime time)
      throws IOException {
    MutableShareText text = new MutableShareText(container, slot);
    byte[] version = container.data(0, 1);
    boolean known = version.length > 0 && version[0] >= 0 && version[0] <= 1;
    Optional<ShareFiles.Mutable> share =
        known ? Optional.of(ShareFiles.mutable(container)) : Optional.empty();
    text.addSlot(share.map(found -> found.header().format().toString()).orElse("unknown"));
    text.addLeases(time);
    text.lines.add("");
    if (share.isPresent()) {
      text.addShare(share.get());
      if (offsets) {
        text.addOffsets(share.get());
      }
      text.lines.add("");
    }
    return text.lines;
  }

  private void addSlot(String type) {
    lines.add("");
    lines.add("Mutable slot found:");
    lines.add(" share_type: " + type);
    lines.add(" write_enabler: " + Base32.encode(slot.writeEnabler().bytes()));
    lines.add(" WE for nodeid: " + slot.server());
    lines.add(" num_extra_leases: " + slot.extraLeases());
    lines.add(" container_size: " + (container.leasesOffset() - container.dataOffset()));
    lines.add(" data_length: " + container.dataLength());
  }

  private void addLeases(LeaseTime time) {
    for (ShareContainer.StoredLease lease : container.leases()) {
      lines.add("");
      lines.add(" Lease #%d:".formatted(lease.place()));
      lines.add("  ownerid: " + lease.owner());
      lines.add("  expires in " + time.words(lease.expiration()));
      lines.add("  renew_secret: " + secret(lease.renewSecret()));
      lines.add("  cancel_secret: " + secret(lease.cancelSecret()));
      lease.server().ifPresent(server -> lines.add("  secrets are for nodeid: " + server));
    }
    if (container.leases().isEmpty()) {
      lines.add(" No leases.");
    }
  }

  private String secret(byte[] stored) {
    return (container.hashed() ? "hash:" : "") + Base32.encode(stored);
  }

  private void addShare(ShareFiles.Mutable share) throws IOException {
    VersionHeader header = share.header();
    MutableShareLayout layout = share.layout();
    lines.add(" %s contents:".formatted(header.format()));
    lines.add("  seqnum: " + Long.toUnsignedString(header.sequenceNumber()));
    lines.add("  root_hash: " + header.root());
    header.iv().ifPresent(iv -> lines.add("  IV: " + Base32.encode(iv.bytes())));
    lines.add("  required_shares: " + header.geometry().needed());
    lines.add("  total_shares: " + header.geometry().total());
    lines.add("  segsize: " + header.geometry().segmentSize());
    lines.add("  datalen: " + header.geometry().dataLength());
    lines.add("  enc_privkey: %d bytes".formatted(layout.privateKeyRange().length()));
    lines.add("  pubkey: %d bytes".formatted(layout.publicKeyRange().length()));
    lines.add("  signature: %d bytes".formatted(layout.signatureRange().length()));
    lines.add("  share_hash_chain: " + chain(share));
    long nodes = layout.blockHashesRange().length() / Hashes.HASH_LENGTH;
    lines.add("  block_hash_tree: %d nodes".formatted(nodes));
    Optional<StorageIndex> index = ShareFiles.index(container.path());
    if (index.isPresent()) {
      lines.add("  verify-cap: " + share.verifyCap(index.get()).text());
    }
  }

  /** The nodes of the chain; of SDMF in the order of their texts. */
  private static String chain(ShareFiles.Mutable share) throws IOException {
    try {
      boolean asTexts = share.header().format() == MutableFormat.SDMF;
      Comparator<Integer> order =
          asTexts ? Comparator.comparing(String::valueOf) : Comparator.naturalOrder();
      return ShareHashChain.parse(share.bytes(share.layout().shareHashesRange())).keySet().stream()
          .sorted(order)
          .map(String::valueOf)
          .collect(Collectors.joining(","));
    } catch (MutableLayoutException e) {
      throw new IOException("the share hash chain cannot be read: " + e.getMessage(), e);
    }
  }

  private void addOffsets(ShareFiles.Mutable share) {
    MutableShareLayout layout = share.layout();
    lines.add("");
    lines.add(" Section Offsets:");
    boolean sdmf = layout.format() == MutableFormat.SDMF;
    String outer = sdmf ? "%20s" : "  %s";
    String inner = sdmf ? "%22s" : "    %s";
    addOffset(outer, "first lease", ShareContainer.FIRST_LEASE);
    addOffset(outer, "share data", container.dataOffset());
    addInner(inner, "seqnum", VERSION_BYTE);
    addInner(inner, "root_hash", ROOT_HASH);
    if (sdmf) {
      addInner(inner, "signature", layout.signature());
      addInner(inner, "share_hash_chain", layout.shareHashes());
      addInner(inner, "block_hash_tree", layout.blockHashes());
      addInner(inner, "block data", layout.shareData());
      addInner(inner, "enc_privkey", layout.privateKey());
    } else {
      addInner(inner, "enc_privkey", layout.privateKey());
      addInner(inner, "share_hash_chain", layout.shareHashes());
      addInner(inner, "signature", layout.signature());
      addInner(inner, "pubkey", layout.publicKey());
      addInner(inner, "end of pubkey", layout.publicKeyEnd());
      addInner(inner, "block data", layout.shareData());
      addInner(inner, "block_hash_tree", layout.blockHashes());
    }
    addInner(inner, "end of share data", layout.end());
    addOffset(outer, "extra leases", container.leasesOffset() + EXTRA_LEASE_COUNT);
  }

  private void addInner(String format, String name, long inShare) {
    addOffset(format, name, container.dataOffset() + inShare);
  }

  private void addOffset(String format, String name, long inFile) {
    lines.add((format + ": %d   (0x%x)").formatted(name, inFile, inFile));
  }
}
