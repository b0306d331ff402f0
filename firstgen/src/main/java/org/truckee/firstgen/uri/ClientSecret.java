package org.truckee.firstgen.uri;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.truckee.crypto.Secret;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.hash.OldTag;
import org.truckee.firstgen.hash.ZBase32;

/**
 * The secret of a client, from which those of all its leases follow ({@code spec/12 §3}). It stands
 * in the file {@code secret} of its base directory.
 */
public final class ClientSecret extends Secret {
  /** Length in bytes of the secrets that are made. */
  public static final int LENGTH = 16;

  /** The most that is read; existing ones have 16. */
  private static final int MAX_LENGTH = 1000;

  private static final byte[] RENEWAL = bytesOf("bucket_renewal_secret");
  private static final byte[] CANCEL = bytesOf("bucket_cancel_secret");

  /** Wraps a copy of the bytes. */
  public ClientSecret(byte[] bytes) {
    super(bytes);
    if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException("a client's secret has 16 bytes, not " + bytes.length);
    }
  }

  private static byte[] bytesOf(String ascii) {
    return ascii.getBytes(StandardCharsets.US_ASCII);
  }

  /** A fresh one from {@code random}, which has to be a secure generator outside tests. */
  public static ClientSecret random(RandomGenerator random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new ClientSecret(bytes);
  }

  /**
   * Reads the line of the file.
   *
   * @throws IllegalArgumentException if it holds no secret
   */
  public static ClientSecret parse(String line) {
    return new ClientSecret(ZBase32.decode(line.strip()));
  }

  /** The line of the file, without its end. */
  public String line() {
    return ZBase32.encode(bytes());
  }

  /** The secrets of the leases on all shares of a file at one server. */
  public LeaseSecrets leases(OldStorageIndex index, TubId server) {
    return new LeaseSecrets(
        secret(RENEWAL, OldTag.FILE_RENEWAL, OldTag.BUCKET_RENEWAL, index, server),
        secret(CANCEL, OldTag.FILE_CANCEL, OldTag.BUCKET_CANCEL, index, server));
  }

  private LeaseSecret secret(
      byte[] constant, OldTag ofFile, OldTag ofBucket, OldStorageIndex index, TubId server) {
    // Tag and value are the other way round than everywhere else.
    byte[] client = OldTag.hashWith(bytes(), constant);
    byte[] file = ofFile.hashPair(client, index.bytes());
    return new LeaseSecret(ofBucket.hashPair(file, server.bytes()));
  }
}
