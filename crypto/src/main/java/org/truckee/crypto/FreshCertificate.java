package org.truckee.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates, which the JDK cannot. Apart from the reading of them, so that a node that has
 * one does not load what it takes to make one.
 */
final class FreshCertificate {
  private FreshCertificate() {}

  /** The DER encoding of a certificate of version 1 that is signed with its own key. */
  static byte[] encoded(
      String distinguishedName, KeyPair keys, Instant from, Instant until, SecureRandom random) {
    X500Name name = new X500Name(distinguishedName);
    try {
      return new JcaX509v1CertificateBuilder(
              name, BigInteger.ONE, Date.from(from), Date.from(until), name, keys.getPublic())
          .build(
              new JcaContentSignerBuilder("SHA256withRSA")
                  .setSecureRandom(random)
                  .build(keys.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("every JDK can make an RSA certificate", e);
    }
  }
}
