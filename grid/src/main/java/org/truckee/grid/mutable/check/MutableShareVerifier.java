package org.truckee.grid.mutable.check;

import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.truckee.capability.WriteKey;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.MutableLayoutException;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.map.KnownShare;
import org.truckee.grid.mutable.map.ShareRanges;
import org.truckee.grid.mutable.map.SlotBytes;
import org.truckee.grid.mutable.retrieve.BadShareException;
import org.truckee.grid.mutable.retrieve.BlockRange;
import org.truckee.grid.mutable.retrieve.MutableShareCopy;
import org.truckee.storage.ByteRange;
import org.truckee.storage.StorageException;

/** Reads every byte of a share that means something, and validates it. */
final class MutableShareVerifier {
  /** How many bytes of blocks are read at once. */
  private static final int READ = 1 << 20;

  private final MutableFacts facts;

  MutableShareVerifier(MutableFacts facts) {
    this.facts = facts;
  }

  /** How many bytes a share has to be read, for the memory and the progress. */
  static long length(Version version) {
    return version.geometry().shareDataLength();
  }

  /**
   * Reads a share.
   *
   * @param progress hears of the bytes of blocks as they turn out to be good
   * @throws BadShareException if it is damaged
   * @throws StorageException if the server does not answer
   */
  void verify(KnownShare share, MutableShareCopy copy, LongConsumer progress)
      throws BadShareException, StorageException, InterruptedException {
    try {
      verifyKeys(share);
    } catch (MutableLayoutException e) {
      throw new BadShareException(e.getMessage(), e);
    }
    copy.blockHashes();
    Geometry geometry = share.version().geometry();
    int step =
        Math.max(1, READ / Math.max(1, geometry.segments() == 0 ? 1 : geometry.storedLength(0)));
    for (int first = 0; first < geometry.segments(); first += step) {
      int end = Math.min(geometry.segments(), first + step);
      progress.accept(copy.blocks(new BlockRange(first, end)).length);
    }
  }

  private void verifyKeys(KnownShare share)
      throws MutableLayoutException, StorageException, InterruptedException {
    Version version = share.version();
    MutableShareLayout layout = version.layout();
    List<ByteRange> ranges =
        List.of(layout.publicKeyRange(), layout.signatureRange(), layout.privateKeyRange());
    SlotBytes bytes = ShareRanges.complete(facts.index(), share.place(), share.bytes(), ranges);
    byte[] key = ShareRanges.require(bytes, layout.publicKeyRange(), "verification key");
    byte[] signature = ShareRanges.require(bytes, layout.signatureRange(), "signature");
    if (!facts.learnPublicKey(key).verify(version.header().signedBytes(), signature)) {
      throw new MutableLayoutException("signature is invalid");
    }
    Optional<WriteKey> writeKey = facts.writeCap().map(cap -> cap.writeKey());
    if (writeKey.isPresent()) {
      byte[] privateKey = bytes.find(layout.privateKeyRange()).orElse(new byte[0]);
      if (!FileKeys.areOf(writeKey.get(), privateKey)) {
        throw new MutableLayoutException("invalid privkey");
      }
    }
  }
}
