package org.truckee.sftp;

import java.util.List;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.OptionalFeature;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.ServerBuilder;

/**
 * Which algorithms are spoken: those of today of which the JDK has fast ones. Not what is spoken by
 * old clients only (SHA-1, CBC, group exchange), and not ChaCha20, which the library has no fast
 * code for and which every client has AES in place of.
 */
final class SshLibrary {
  /** The library asks these properties which of Bouncy Castle's services it shall use. */
  private static final String BOUNCY_CASTLE = "org.apache.sshd.security.provider.BC.";

  private static final String NONE = "none";

  private SshLibrary() {}

  /**
   * Has the library use the JDK's ciphers, which are fast, and Bouncy Castle only for what it knows
   * nobody else for: Ed25519. Has to be called before anything else of the library.
   */
  static void prepare() {
    for (String service : List.of("Cipher", "Mac", "MessageDigest")) {
      System.setProperty(BOUNCY_CASTLE + service, NONE);
    }
  }

  static List<KeyExchangeFactory> keyExchanges() {
    return NamedFactory.setUpTransformedFactories(
        true,
        List.of(
            BuiltinDHFactories.mlkem768x25519,
            BuiltinDHFactories.curve25519,
            BuiltinDHFactories.curve25519_libssh,
            BuiltinDHFactories.ecdhp256,
            BuiltinDHFactories.ecdhp384,
            BuiltinDHFactories.ecdhp521,
            BuiltinDHFactories.dhg16_512,
            BuiltinDHFactories.dhg14_256),
        ServerBuilder.DH2KEX);
  }

  static List<NamedFactory<Cipher>> ciphers() {
    return supported(
        List.of(
            BuiltinCiphers.aes128gcm,
            BuiltinCiphers.aes256gcm,
            BuiltinCiphers.aes128ctr,
            BuiltinCiphers.aes192ctr,
            BuiltinCiphers.aes256ctr));
  }

  static List<NamedFactory<Mac>> macs() {
    return supported(
        List.of(
            BuiltinMacs.hmacsha256etm,
            BuiltinMacs.hmacsha512etm,
            BuiltinMacs.hmacsha256,
            BuiltinMacs.hmacsha512));
  }

  static List<NamedFactory<Signature>> signatures() {
    return supported(
        List.of(
            BuiltinSignatures.ed25519,
            BuiltinSignatures.nistp256,
            BuiltinSignatures.nistp384,
            BuiltinSignatures.nistp521,
            BuiltinSignatures.rsaSHA512,
            BuiltinSignatures.rsaSHA256,
            BuiltinSignatures.sk_ssh_ed25519,
            BuiltinSignatures.sk_ecdsa_sha2_nistp256));
  }

  private static <T, F extends NamedFactory<T> & OptionalFeature> List<NamedFactory<T>> supported(
      List<F> factories) {
    return factories.stream().filter(F::isSupported).<NamedFactory<T>>map(f -> f).toList();
  }
}
