package org.truckee.wire.network.i2p;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Hashes;

/**
 * A place in I2P, with the key that makes it one's own.
 *
 * @param host its name, {@code ….b32.i2p}
 * @param privateKey the key as a SAM bridge writes it; a secret
 */
public record I2pDestination(String host, String privateKey) {
  /** EdDSA with SHA-512 over Ed25519. */
  static final String SIGNATURE = "SIGNATURE_TYPE=7";

  private static final int FIXED_BYTES = 387;
  private static final int LENGTH_AT = 385;

  /** One that nobody has had before. */
  public static I2pDestination generate(InetSocketAddress bridge, Duration limit)
      throws SamException {
    try (SamConnection connection = SamConnection.open(bridge, limit)) {
      SamReply reply =
          connection.ask("DEST GENERATE " + SIGNATURE).require("DEST REPLY", "make one");
      return of(reply.value("PRIV"));
    } catch (SamException e) {
      throw e;
    } catch (IOException e) {
      throw new SamException("the SAM bridge of I2P: " + e.getMessage(), e);
    }
  }

  /**
   * The one with a key.
   *
   * @throws SamException if it cannot be one
   */
  public static I2pDestination of(String privateKey) throws SamException {
    String key = privateKey.strip();
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(key.replace('-', '+').replace('~', '/'));
    } catch (IllegalArgumentException e) {
      throw new SamException("that is no private key of I2P as SAM bridges write them", e);
    }
    if (bytes.length < FIXED_BYTES) {
      throw new SamException("that is no private key of I2P: it is too short");
    }
    int more = (bytes[LENGTH_AT] & 0xff) << 8 | bytes[LENGTH_AT + 1] & 0xff;
    if (bytes.length < FIXED_BYTES + more) {
      throw new SamException("that is no private key of I2P: it is too short");
    }
    byte[] destination = Arrays.copyOf(bytes, FIXED_BYTES + more);
    return new I2pDestination(
        Base32.encode(Hashes.sha256(destination)).toLowerCase(Locale.ROOT) + ".b32.i2p", key);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return host;
  }

  /** The key as the bytes of a file. */
  public byte[] fileContents() {
    return privateKey.getBytes(StandardCharsets.US_ASCII);
  }
}
