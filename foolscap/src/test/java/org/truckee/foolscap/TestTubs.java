package org.truckee.foolscap;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.Vectors;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;

/** Tubs on this machine with the recorded identities A < B < C; closing closes them all. */
public final class TestTubs implements AutoCloseable {
  /** Long for everything that happens on one machine. */
  public static final Duration LIMIT = Duration.ofSeconds(30);

  public static final JsonNode VECTORS = Vectors.load(TestTubs.class, "/vectors/foolscap.json");

  private final List<Tub> tubs = new ArrayList<>();

  /** The recorded certificate with that letter. */
  public static NodeCertificate certificate(String letter) {
    try {
      return NodeCertificate.fromPem(
          VECTORS.required("certificates").required(letter).required("pem").textValue());
    } catch (KeyFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A Tub that does not listen. */
  public Tub quiet(String letter, TubOptions options) {
    Tub tub = new Tub(certificate(letter), options);
    tubs.add(tub);
    return tub;
  }

  /** A Tub that does not listen, with an identity that nobody else has. */
  public Tub stranger() {
    Tub tub =
        new Tub(
            NodeCertificate.generate(Clock.systemUTC(), new SecureRandom()), TubOptions.defaults());
    tubs.add(tub);
    return tub;
  }

  /** A Tub that listens, and says so. */
  public Tub listening(String letter, TubOptions options) throws IOException {
    Tub tub = quiet(letter, options);
    Listener listener = tub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
    return tub;
  }

  /** The same with the defaults. */
  public Tub listening(String letter) throws IOException {
    return listening(letter, TubOptions.defaults());
  }

  /** Randomness that begins with given bytes. */
  public static SecureRandom beginningWith(byte[] first) {
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;
      private boolean used;

      @Override
      public void nextBytes(byte[] bytes) {
        if (!used && bytes.length == first.length) {
          used = true;
          System.arraycopy(first, 0, bytes, 0, first.length);
        } else {
          super.nextBytes(bytes);
        }
      }
    };
  }

  @Override
  public void close() {
    tubs.forEach(Tub::close);
  }
}
