package org.truckee.bench.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client has to be told about a storage server to use it without an introducer (spec/07
 * §6.2, spec/05 §11).
 *
 * @param serverId {@code v0-} and 52 base32 characters
 * @param tubId the 32 base32 characters before the {@code @} of the FURL
 * @param spkiHash the pin of the NURL (spec/05 §2.2)
 * @param swissnum the secret last part of FURL and NURL
 * @param permutationSeed base32 text
 * @param port where it is reached on the loopback interface
 */
public record ServerAnnouncement(
    String serverId,
    String tubId,
    String spkiHash,
    String swissnum,
    String permutationSeed,
    int port) {

  private static final Pattern FURL = Pattern.compile("pb://([a-z2-7]{32})@([^/]*)/([^/\\s]+)");
  private static final Pattern HINT = Pattern.compile("tcp:127\\.0\\.0\\.1:(\\d+)");

  /**
   * Reads the announcement of a server from the directory in which it has been started once.
   *
   * @throws IOException if a file is missing or not what a started node leaves there
   */
  static ServerAnnouncement read(Path directory) throws IOException {
    Path furlFile = directory.resolve("private/storage.furl");
    Matcher furl = FURL.matcher(Files.readString(furlFile).strip());
    if (!furl.matches()) {
      throw new IOException("no FURL in " + furlFile);
    }
    Matcher hint = HINT.matcher(furl.group(2));
    if (!hint.find()) {
      throw new IOException("no loopback hint in " + furlFile);
    }
    String key = Files.readString(directory.resolve("node.pubkey")).strip();
    String seed = Files.readString(directory.resolve("permutation-seed")).strip();
    return new ServerAnnouncement(
        key.substring("pub-".length()),
        furl.group(1),
        spkiHash(directory.resolve("private/node.pem")),
        furl.group(3),
        seed,
        Integer.parseInt(hint.group(1)));
  }

  private static String spkiHash(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate in " + pem, e);
    }
  }

  /** This server, reached through another loopback port: a proxy's. */
  public ServerAnnouncement through(int otherPort) {
    return new ServerAnnouncement(serverId, tubId, spkiHash, swissnum, permutationSeed, otherPort);
  }

  String furl() {
    return "pb://%s@tcp:127.0.0.1:%d/%s".formatted(tubId, port, swissnum);
  }

  String nurl() {
    return "pb://%s@127.0.0.1:%d/%s#v=1".formatted(spkiHash, port, swissnum);
  }

  /** Leaves the swissnum out: it is a secret. */
  @Override
  public String toString() {
    return "server %s at 127.0.0.1:%d".formatted(serverId, port);
  }
}
