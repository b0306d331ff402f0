package org.truckee.storage.disk;

import org.truckee.crypto.Hashes;
import org.truckee.storage.LeaseSecret;

/** The two versions of both containers: they differ in how lease secrets are kept. */
enum ContainerVersion {
  /** Secrets in clear. Never made, but kept where it exists. */
  V1,
  /** Secrets as their BLAKE2b hash. */
  V2;

  /** The 32 bytes that stand for a secret in a container of this version. */
  byte[] stored(LeaseSecret secret) {
    return this == V1 ? secret.bytes() : Hashes.blake2b256(secret.bytes());
  }
}
