package org.truckee.grid.mutable.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.truckee.crypto.RsaPublicKey;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.MutableFacts;
import org.truckee.grid.mutable.MutableLayoutException;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.storage.ByteRange;
import org.truckee.storage.StorageException;

/**
 * Finds out what shares are that servers show ({@code spec/02 §9.4}). One for each map;
 * thread-safe.
 */
final class ShareExaminer {
  private static final ByteRange HEAD = new ByteRange(0, MutableShareLayout.MAX_HEAD);

  private final MutableFacts facts;
  private final boolean wantKey;

  /** Versions whose signature was valid: it is the same in all of their shares. */
  private final Set<Version> validated = ConcurrentHashMap.newKeySet();

  /**
   * An examiner of the shares of a file.
   *
   * @param wantKey whether the private key is to be read wherever it is
   */
  ShareExaminer(MutableFacts facts, boolean wantKey) {
    this.facts = facts;
    this.wantKey = wantKey;
    facts.lastSeen().ifPresent(validated::add);
  }

  /**
   * Examines a share; asks its server again if it has to.
   *
   * @param sent what it has sent, at least the head
   * @throws StorageException if the server does not answer
   */
  Finding examine(Place place, SlotBytes sent) throws StorageException, InterruptedException {
    byte[] head = sent.find(HEAD).orElseThrow();
    try {
      return examine(place, sent, head);
    } catch (MutableLayoutException e) {
      byte[] recorded = Arrays.copyOf(head, Math.min(head.length, VersionHeader.MAX_SIGNED));
      return new BadShare(place, recorded, e.getMessage());
    }
  }

  private KnownShare examine(Place place, SlotBytes sent, byte[] head)
      throws MutableLayoutException, StorageException, InterruptedException {
    Version version = Version.parse(head);
    if (place.number() >= version.geometry().total()) {
      throw new MutableLayoutException(
          "there is no share %d among %d".formatted(place.number(), version.geometry().total()));
    }
    MutableShareLayout layout = version.layout();
    SlotBytes bytes = ShareRanges.complete(facts.index(), place, sent, wanted(version));
    if (facts.publicKey().isEmpty()) {
      facts.learnPublicKey(ShareRanges.require(bytes, layout.publicKeyRange(), "verification key"));
    }
    if (!validated.contains(version)) {
      byte[] signature = ShareRanges.require(bytes, layout.signatureRange(), "signature");
      RsaPublicKey key = facts.publicKey().orElseThrow();
      if (!key.verify(version.header().signedBytes(), signature)) {
        throw new MutableLayoutException("signature is invalid");
      }
      validated.add(version);
    }
    learnPrivateKey(layout, bytes);
    return new KnownShare(place, version, bytes);
  }

  private List<ByteRange> wanted(Version version) {
    MutableShareLayout layout = version.layout();
    List<ByteRange> wanted = new ArrayList<>();
    if (facts.publicKey().isEmpty()) {
      wanted.add(layout.publicKeyRange());
    }
    if (!validated.contains(version)) {
      wanted.add(layout.signatureRange());
    }
    if (wantKey && facts.wantsPrivateKey()) {
      wanted.add(layout.privateKeyRange());
    }
    return wanted;
  }

  /** A private key that is not the right one is no fault of the share's, as far as readers care. */
  private void learnPrivateKey(MutableShareLayout layout, SlotBytes bytes) {
    if (facts.wantsPrivateKey()) {
      bytes
          .find(layout.privateKeyRange())
          .flatMap(found -> FileKeys.decipher(facts.writeCap().orElseThrow(), found))
          .ifPresent(facts::learn);
    }
  }
}
