package org.truckee.firstgen.node;

import static java.time.ZoneOffset.UTC;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.NodeCertificate;
import org.truckee.firstgen.share.ShareLayout;

/** A grid of 2007 in this process: an introducer and clients, which tests may stop. */
public final class OldGrid implements AutoCloseable {
  public static final Duration LIMIT = Duration.ofSeconds(60);

  /**
   * Who keeps which share is decided by the identities of the nodes, and one of four nodes can have
   * to keep eight of ten: so every run has the same ones.
   */
  private static final long SEED = 2007;

  private static final SecureRandom KEYS = seeded();
  private static final Clock THEN = Clock.fixed(Instant.parse("2007-10-01T00:00:00Z"), UTC);

  /** Keys take long to make, and any two grids may have the same. */
  private static final List<String> CERTIFICATES = new ArrayList<>();

  private final Path folder;
  private final OldNodeOptions options;
  private final OldIntroducerNode introducer;
  private final List<OldClientNode> clients = new ArrayList<>();

  /** A grid with so many clients, which know one another. */
  public OldGrid(Path folder, int count, ShareLayout layout)
      throws IOException, InterruptedException {
    this(folder, count, layout, "3 7 10");
  }

  /** The same with an advice of its introducer. */
  public OldGrid(Path folder, int count, ShareLayout layout, String advice)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.options =
        new OldNodeOptions(
            layout,
            true,
            Duration.ofSeconds(20),
            Duration.ofMillis(100),
            Clock.systemUTC(),
            new SecureRandom());
    OldBase base = prepared("introducer", 0);
    base.write("encoding_parameters", advice);
    Files.createDirectory(base.folder().resolve("vdrive"));
    introducer = OldIntroducerNode.start(base, options);
    for (int i = 0; i < count; i++) {
      start(Map.of());
    }
    awaitConnected();
  }

  private OldBase prepared(String name, int certificate) throws IOException {
    OldBase base = new OldBase(Files.createDirectory(folder.resolve(name)));
    base.writeSecret("node.pem", certificate(certificate));
    return base;
  }

  /** The one generator of the JDK that a seed decides alone. */
  private static SecureRandom seeded() {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(SEED);
      return random;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static synchronized String certificate(int number) {
    while (CERTIFICATES.size() <= number) {
      CERTIFICATES.add(NodeCertificate.generate(THEN, KEYS).toPem());
    }
    return CERTIFICATES.get(number);
  }

  /** One of the certificates: the introducer has 0, client N has N + 1. */
  public static NodeCertificate certificateOf(int number) throws IOException {
    try {
      return NodeCertificate.fromPem(certificate(number));
    } catch (KeyFormatException e) {
      throw new IOException(e);
    }
  }

  /** Waits until all clients that run know one another and have both roots. */
  public void awaitConnected() throws InterruptedException {
    for (OldClientNode client : clients) {
      if (!client.peers().await(clients.size(), LIMIT)) {
        throw new AssertionError(
            "%d peers of %d are connected"
                .formatted(client.peers().connected().size(), clients.size()));
      }
      if (!client.peers().awaitAdvice(LIMIT)) {
        throw new AssertionError("a client does not know how to encode files");
      }
      if (!client.drive().awaitPrivateRoot(LIMIT)) {
        throw new AssertionError("a client has no private root");
      }
    }
  }

  /** The introducer. */
  public OldIntroducerNode introducer() {
    return introducer;
  }

  /** A client that runs. */
  public OldClientNode client(int index) {
    return clients.get(index);
  }

  /** How many clients run. */
  public int size() {
    return clients.size();
  }

  /** Stops a client; its base directory stays. */
  public Path stop(int index) {
    OldClientNode client = clients.remove(index);
    client.close();
    return client.base().folder();
  }

  /** Starts one more client, in whose base directory there are these files, too. */
  public OldClientNode start(Map<String, String> files) throws IOException, InterruptedException {
    int number = clients.size();
    OldBase base = prepared("client-" + number, number + 1);
    base.write("introducer.furl", introducer.introducer().text());
    base.write("vdrive.furl", introducer.vdrive().text());
    base.write("push_to_ourselves", "");
    for (Map.Entry<String, String> file : files.entrySet()) {
      base.write(file.getKey(), file.getValue());
    }
    clients.add(OldClientNode.start(base, options));
    return clients.getLast();
  }

  /** Starts a client again. */
  public OldClientNode start(Path base) throws IOException, InterruptedException {
    OldClientNode client = OldClientNode.start(new OldBase(base), options);
    clients.add(client);
    awaitConnected();
    return client;
  }

  /** How nodes are started. */
  public OldNodeOptions options() {
    return options;
  }

  @Override
  public void close() {
    clients.forEach(OldClientNode::close);
    introducer.close();
  }
}
