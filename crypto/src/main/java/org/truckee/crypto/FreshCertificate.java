package org.truckee.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v1CertificateBuilder;
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
      return new X509v1CertificateBuilder(
              name,
              BigInteger.ONE,
              time(from),
              time(until),
              name,
              SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
          .build(
              new JcaContentSignerBuilder("SHA256withRSA")
                  .setSecureRandom(random)
                  .build(keys.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("every JDK can make an RSA certificate", e);
    }
  }

  /** Without calendars, for which the JDK would look at every language that it knows. */
  private static Time time(Instant instant) {
    String digits = instant.truncatedTo(ChronoUnit.SECONDS).toString().replaceAll("[^0-9]", "");
    // Years from 2050 on have four digits (RFC 5280 §4.1.2.5).
    boolean isShort = digits.compareTo("2050") < 0;
    return new Time(
        isShort ? new DERUTCTime(digits.substring(2) + "Z") : new DERGeneralizedTime(digits + "Z"));
  }
}
