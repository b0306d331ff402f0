package org.truckee.grid.mutable.publish;

import java.security.SecureRandom;
import java.util.Optional;
import org.truckee.grid.mutable.BlockHashes;
import org.truckee.grid.mutable.FileKeys;
import org.truckee.grid.mutable.Geometry;
import org.truckee.grid.mutable.MutableShareLayout;
import org.truckee.grid.mutable.Salt;
import org.truckee.grid.mutable.SealedVersion;
import org.truckee.grid.mutable.Version;
import org.truckee.grid.mutable.VersionHeader;

/** Signs new versions. */
final class Sealer {
  private static final int SIGNATURE_LENGTH = 256;

  private final SecureRandom random;

  Sealer(SecureRandom random) {
    this.random = random;
  }

  /** A version whose blocks have these hashes. */
  SealedVersion seal(
      FileKeys keys,
      Geometry geometry,
      long sequenceNumber,
      Optional<Salt> iv,
      BlockHashes hashes) {
    BlockHashes.Trees trees = hashes.trees();
    VersionHeader header = new VersionHeader(sequenceNumber, trees.root(), iv, geometry);
    byte[] publicKey = keys.publicKey().der();
    byte[] privateKey = keys.encipheredPrivateKey();
    MutableShareLayout layout =
        MutableShareLayout.ofNew(geometry, publicKey.length, privateKey.length, SIGNATURE_LENGTH);
    return new SealedVersion(
        new Version(header, layout), keys.sign(header, random), publicKey, privateKey, trees);
  }
}
