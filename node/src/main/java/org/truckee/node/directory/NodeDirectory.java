package org.truckee.node.directory;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.truckee.crypto.Base32;
import org.truckee.crypto.Ed25519Key;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.NodeCertificate;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.TubAddress;
import org.truckee.wire.gridmanager.SignedCertificate;
import org.truckee.wire.introducer.AnnouncedServer;
import org.truckee.wire.introducer.AnnouncementCache;
import org.truckee.wire.introducer.SequenceNumbers;

/**
 * The directory of one node ({@code spec/09 §2}). What a node needs and does not find there is made
 * on first use; what is there is kept.
 */
public final class NodeDirectory {
  /** Above the ports of well-known services, below those that systems give to connections. */
  private static final int FIRST_PORT = 10_000;

  private static final int END_OF_PORTS = 32_768;
  private static final int PORT_TRIES = 1000;

  private static final List<String> OBSOLETE =
      List.of(
          "nickname",
          "webport",
          "keepalive_timeout",
          "log_gatherer.furl",
          "disconnect_timeout",
          "advertised_ip_addresses",
          NodeFurls.INTRODUCER_FURL,
          NodeFurls.HELPER_FURL,
          "key_generator.furl",
          "stats_gatherer.furl",
          "no_storage",
          "readonly_storage",
          "sizelimit",
          "debug_discard_storage",
          "run_helper");

  private final Path path;
  private final Kind kind;
  private final Path secrets;
  private final SecureRandom random;
  private final Clock clock;

  /** What kind of node it is ({@code spec/09 §1}). */
  public enum Kind {
    /** A client, a storage server, or both. */
    CLIENT,
    /** An introducer. */
    INTRODUCER
  }

  private NodeDirectory(Path path, Kind kind, SecureRandom random, Clock clock) {
    this.path = path;
    this.kind = kind;
    this.secrets = path.resolve("private");
    this.random = random;
    this.clock = clock;
  }

  /**
   * An existing node directory.
   *
   * @param random for keys that are still missing
   * @param clock for the date on a new certificate
   * @throws NodeException if it is no directory of a node
   */
  public static NodeDirectory open(Path path, SecureRandom random, Clock clock)
      throws NodeException {
    if (!Files.isDirectory(path)) {
      throw new NodeException("'%s' does not look like a directory at all".formatted(path));
    }
    NodeDirectory directory = new NodeDirectory(path.toAbsolutePath(), kind(path), random, clock);
    directory.refuseObsolete();
    NodeFile.folder(directory.secrets, "rwx------");
    return directory;
  }

  private static Kind kind(Path path) throws NodeException {
    Optional<String> mark;
    try (Stream<Path> files = Files.list(path)) {
      mark =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".tac"))
              .findFirst();
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be read: %s".formatted(path, NodeFile.reason(e)), e);
    }
    if (mark.isPresent() && mark.get().contains("client")) {
      return Kind.CLIENT;
    }
    if (mark.isPresent() && mark.get().contains("introducer")) {
      return Kind.INTRODUCER;
    }
    throw new NodeException(
        ("'%s' is not a recognizable node directory: one has a file tahoe-client.tac or"
                + " tahoe-introducer.tac")
            .formatted(path));
  }

  private void refuseObsolete() throws NodeException {
    List<String> found =
        OBSOLETE.stream()
            .filter(name -> kind == Kind.CLIENT || !name.equals(NodeFurls.INTRODUCER_FURL))
            .map(path::resolve)
            .filter(Files::exists)
            .map(file -> "  '" + file + "'")
            .toList();
    if (!found.isEmpty()) {
      throw new ConfigurationException(
          "Found pre-Tahoe-LAFS-v1.3 configuration file(s):\n%s\nMove what they say to tahoe.cfg and remove them."
              .formatted(String.join("\n", found)));
    }
  }

  /** What was there when the node last ran. */
  public Inventory inventory() {
    return new Inventory(path);
  }

  /** What kind of node it is. */
  public Kind kind() {
    return kind;
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** The identity of the node as a server of others: {@code private/node.pem}. */
  public NodeCertificate certificate() throws NodeException {
    Path file = secrets.resolve("node.pem");
    Optional<String> pem = NodeFile.read(file);
    NodeCertificate certificate;
    if (pem.isPresent()) {
      try {
        certificate = NodeCertificate.fromPem(pem.get());
      } catch (KeyFormatException e) {
        throw damaged(file, e);
      }
    } else {
      certificate = NodeCertificate.generate(clock, random);
      NodeFile.writePrivate(file, certificate.toPem().strip());
    }
    NodeFile.writeDerived(path.resolve("my_nodeid"), certificate.tubId().toString());
    return certificate;
  }

  /** The key that signs what the node says of itself: {@code private/node.privkey}. */
  public Ed25519Key signingKey() throws NodeException {
    Path file = secrets.resolve("node.privkey");
    Optional<String> text = NodeFile.read(file);
    Ed25519Key key;
    if (text.isPresent()) {
      try {
        key = Ed25519Key.parse(text.get());
      } catch (KeyFormatException e) {
        throw damaged(file, e);
      }
    } else {
      key = Ed25519Key.generate(random);
      NodeFile.writePrivate(file, key.text());
    }
    NodeFile.writeDerived(path.resolve("node.pubkey"), key.publicKey().text());
    return key;
  }

  /** What nobody else may know. */
  public NodeSecrets secrets() {
    return new NodeSecrets(secrets, random);
  }

  /** The names of what the node serves over Foolscap. */
  public NodeFurls furls() {
    return new NodeFurls(path, secrets, random);
  }

  /**
   * What decides the place of this server among others ({@code spec/09 §6.4}): {@code
   * permutation-seed}, base32 text.
   */
  public String permutationSeed(NodeCertificate certificate, Ed25519Key key, Path storage)
      throws NodeException {
    Path file = path.resolve("permutation-seed");
    Optional<String> text = NodeFile.read(file);
    if (text.isPresent()) {
      if (text.get().isEmpty()) {
        throw empty(file, "; if no client has ever known this server, remove it");
      }
      try {
        Base32.decodeLenient(text.get());
      } catch (IllegalArgumentException e) {
        throw damaged(file, e);
      }
      return text.get();
    }
    String seed;
    if (hasShares(storage.resolve("shares"))) {
      seed = certificate.tubId().toString();
    } else {
      // The reference encodes the text of the key again, and clients sort by what that gives.
      String digits = Base32.encode(key.publicKey().bytes());
      seed = Base32.encode(digits.getBytes(StandardCharsets.US_ASCII));
    }
    NodeFile.write(file, seed);
    return seed;
  }

  private static boolean hasShares(Path shares) throws NodeException {
    if (!Files.isDirectory(shares)) {
      return false;
    }
    try (Stream<Path> files = Files.list(shares)) {
      return files.anyMatch(file -> !file.getFileName().toString().equals("incoming"));
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be read: %s".formatted(shares, NodeFile.reason(e)), e);
    }
  }

  /** The servers that a client knows without being told: {@code private/servers.yaml}. */
  public StaticServers staticServers() throws NodeException {
    Path file = secrets.resolve("servers.yaml");
    Optional<String> text = NodeFile.read(file);
    return text.isPresent() ? StaticServers.parse(file.toString(), text.get()) : StaticServers.NONE;
  }

  /**
   * The introducers of the node: {@code private/introducers.yaml}.
   *
   * @param configured the one that {@code tahoe.cfg} names, if it does
   */
  public Introducers introducers(Optional<String> configured) throws NodeException {
    Path file = secrets.resolve(Introducers.FILE);
    return Introducers.parse(file.toString(), NodeFile.read(file), configured);
  }

  /** Has the node know an introducer, unless a file says already which ones it knows. */
  public void introduceBy(String furl) throws NodeException {
    if (Files.exists(secrets.resolve(Introducers.FILE))) {
      return;
    }
    NodeFile.writePrivate(
        secrets.resolve(Introducers.FILE), Introducers.write(furl).stripTrailing());
  }

  /** Where what an introducer says is kept. */
  public AnnouncementCache cacheOf(Introducers.Introducer introducer) {
    return new IntroducerCache(
        secrets.resolve("introducer_%s_cache.yaml".formatted(introducer.name())));
  }

  /** The numbers of the node's announcements: {@code announcement-seqnum}. */
  public SequenceNumbers announcementNumbers() {
    return new AnnouncementNumbers(path.resolve("announcement-seqnum"));
  }

  /** Replaces {@code private/servers.yaml}. */
  public void writeStaticServers(List<AnnouncedServer> servers) throws NodeException {
    NodeFile.writePrivate(
        secrets.resolve("servers.yaml"), StaticServers.write(servers).stripTrailing());
  }

  /**
   * The folder for large requests, made if it is missing.
   *
   * @throws NodeException if no file can be made there
   */
  public Path tempDirectory(Path folder) throws NodeException {
    NodeFile.folder(folder, "rwxr-xr-x");
    try {
      Files.delete(Files.createTempFile(folder, "test-", ".tmp"));
    } catch (IOException e) {
      throw new NodeException(
          "no files can be made in '%s' ([node]tempdir): %s".formatted(folder, NodeFile.reason(e)),
          e);
    }
    return folder;
  }

  /** What the operator has prohibited: {@code access.blacklist}, as it is when it is asked for. */
  public BlacklistFile blacklist() {
    return new BlacklistFile(path.resolve("access.blacklist"), System::nanoTime);
  }

  /** Says where the web API is: {@code node.url}. */
  public void writeNodeUrl(String url) throws NodeException {
    NodeFile.writeDerived(path.resolve("node.url"), url);
  }

  /**
   * The key in a file that the configuration names.
   *
   * @throws NodeException if there is none
   */
  public String keyFile(Path file) throws NodeException {
    String key =
        NodeFile.read(file)
            .orElseThrow(
                () ->
                    new NodeException(
                        "'%s', the file of a private key, is missing: put it back from a backup"
                            .formatted(file)));
    if (key.isEmpty()) {
      throw empty(file, "");
    }
    return key;
  }

  /**
   * The certificates of grid managers in files that the configuration names ({@code spec/07
   * §13.3}).
   */
  public List<SignedCertificate> certificates(List<Path> files) throws NodeException {
    List<SignedCertificate> certificates = new ArrayList<>();
    for (Path file : files) {
      certificates.add(CertificateFile.read(file));
    }
    return certificates;
  }

  /** The port that was chosen for this node and the addresses of this machine. */
  public TubAddress.Surroundings surroundings() {
    return new ThisMachine(path.resolve("client.port"));
  }

  /**
   * A TCP port that nobody listens on now, and that no outgoing connection is given by the system
   * while a node that is to keep the port does not run.
   */
  public static int freePort() throws NodeException {
    IOException failure = null;
    for (int i = 0; i < PORT_TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, END_OF_PORTS);
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new NodeException("there is no free TCP port: " + failure.getMessage(), failure);
  }

  static NodeException empty(Path file, String otherwise) {
    return new NodeException(
        "'%s' is empty: put it back from a backup%s".formatted(file, otherwise));
  }

  static NodeException damaged(Path file, Exception cause) {
    return new NodeException(
        "'%s' is damaged: %s. Put it back from a backup".formatted(file, cause.getMessage()),
        cause);
  }
}
