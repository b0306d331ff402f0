package org.truckee.grid.mutable;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.truckee.capability.Fingerprint;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableReadCap;
import org.truckee.capability.MutableVerifyCap;
import org.truckee.capability.MutableWriteCap;
import org.truckee.capability.ReadKey;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.RsaPublicKey;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ServerId;

/**
 * A mutable file as its capability names it, and what was learnt of it once and for all. Shared by
 * all who use the file in this process; thread-safe.
 */
public final class MutableFacts {
  private final MutableFileCap cap;
  private final StorageIndex index;
  private volatile Optional<RsaPublicKey> publicKey = Optional.empty();
  private volatile Optional<FileKeys> keys = Optional.empty();
  private volatile Optional<Sighting> lastSeen = Optional.empty();
  private volatile NewestNumber newest = new NewestNumber();

  private record Sighting(Version version, Map<ServerId, SortedSet<Integer>> places) {}

  /** The file that a capability names. */
  public MutableFacts(MutableFileCap cap) {
    this.cap = cap;
    this.index = cap.index();
  }

  /** A file that has just been given its keys. */
  public static MutableFacts ofNew(MutableWriteCap cap, FileKeys keys) {
    MutableFacts facts = new MutableFacts(cap);
    facts.learn(keys);
    return facts;
  }

  public MutableFileCap cap() {
    return cap;
  }

  public StorageIndex index() {
    return index;
  }

  /** What grants writing, if the capability does. */
  public Optional<MutableWriteCap> writeCap() {
    return cap instanceof MutableWriteCap write ? Optional.of(write) : Optional.empty();
  }

  /** What deciphers the contents, unless the capability grants verifying only. */
  public Optional<ReadKey> readKey() {
    return switch (cap) {
      case MutableWriteCap write -> Optional.of(write.writeKey().readKey());
      case MutableReadCap read -> Optional.of(read.readKey());
      case MutableVerifyCap _ -> Optional.empty();
    };
  }

  /** The verification key, once a share has shown it. */
  public Optional<RsaPublicKey> publicKey() {
    return publicKey;
  }

  /**
   * Takes the verification key of a share.
   *
   * @throws MutableLayoutException if it is not the one that the capability names
   */
  public RsaPublicKey learnPublicKey(byte[] der) throws MutableLayoutException {
    if (!Fingerprint.of(der).equals(cap.fingerprint())) {
      throw new MutableLayoutException("pubkey doesn't match fingerprint");
    }
    try {
      RsaPublicKey key = RsaPublicKey.fromDer(der);
      publicKey = Optional.of(key);
      return key;
    } catch (KeyFormatException e) {
      throw new MutableLayoutException("the verification key is none of RSA", e);
    }
  }

  /** The keys for writing, once a share has shown them. */
  public Optional<FileKeys> keys() {
    return keys;
  }

  /** Whether the capability grants writing, and the private key is not known yet. */
  public boolean wantsPrivateKey() {
    return keys.isEmpty() && writeCap().isPresent();
  }

  /** Takes the keys for writing. */
  public void learn(FileKeys found) {
    publicKey = Optional.of(found.publicKey());
    keys = Optional.of(found);
  }

  /** The version that was read or written last, as a guess of how the next one looks. */
  public Optional<Version> lastSeen() {
    return lastSeen.map(Sighting::version);
  }

  /** Which shares of that version were on which servers. */
  public Map<ServerId, SortedSet<Integer>> lastPlaces() {
    return lastSeen.map(Sighting::places).orElse(Map.of());
  }

  /**
   * A version was read or written, which means that its signature is valid.
   *
   * @param places the numbers of its shares on every server
   */
  public void saw(Version version, Map<ServerId, SortedSet<Integer>> places) {
    lastSeen = Optional.of(new Sighting(version, Map.copyOf(places)));
    newest.saw(version.header());
  }

  /** The newest version that was seen with any capability of the file. */
  public NewestNumber newest() {
    return newest;
  }

  /** Has this file know what was seen of it with other capabilities. */
  public void share(NewestNumber known) {
    newest = known;
  }

  @Override
  public String toString() {
    return cap.toString();
  }
}
