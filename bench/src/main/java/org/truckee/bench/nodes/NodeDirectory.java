package org.truckee.bench.nodes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Set;

/**
 * A node directory as both programs understand it (spec/09 §2, §4, §11): what is written here are
 * the files that an operator would write; the node adds its keys when it first starts.
 */
public final class NodeDirectory {

  /** A choice that differs from what a node does by itself. */
  public enum Option {
    /** Storage is served and used over Foolscap only (spec/09 §4.3). */
    FOOLSCAP_ONLY,
    /** Truckee acknowledges shares before they are safe on the disk, as the reference does. */
    NOT_DURABLE
  }

  private final Path path;
  private final boolean server;

  private NodeDirectory(Path path, boolean server) {
    this.path = path;
    this.server = server;
  }

  /** Writes the directory of a storage server that listens on a loopback port of its own. */
  public static NodeDirectory storageServer(Path path, Set<Option> options) throws IOException {
    String endpoint = "tcp:%d:interface=127.0.0.1";
    int port = LoopbackPorts.take();
    String config =
        """
        [node]
        nickname = %s
        web.port = tcp:0:interface=127.0.0.1
        tub.port = %s
        tub.location = tcp:127.0.0.1:%d

        [storage]
        enabled = true
        force_foolscap = %b
        """
            .formatted(
                path.getFileName(),
                endpoint.formatted(port),
                port,
                options.contains(Option.FOOLSCAP_ONLY));
    NodeDirectory directory = write(path, true, config);
    if (options.contains(Option.NOT_DURABLE)) {
      Files.writeString(path.resolve("truckee.cfg"), "[storage]\ndurable = false\n");
    }
    return directory;
  }

  /** Writes the directory of a client that knows exactly the given servers. */
  public static NodeDirectory client(
      Path path, Encoding encoding, Collection<ServerAnnouncement> servers, Set<Option> options)
      throws IOException {
    String config =
        """
        [node]
        nickname = %s
        web.port = tcp:0:interface=127.0.0.1
        tub.port = disabled
        tub.location = disabled

        [client]
        shares.needed = %d
        shares.happy = %d
        shares.total = %d
        force_foolscap = %b

        [storage]
        enabled = false
        """
            .formatted(
                path.getFileName(),
                encoding.needed(),
                encoding.happy(),
                encoding.total(),
                options.contains(Option.FOOLSCAP_ONLY));
    NodeDirectory directory = write(path, false, config);
    directory.know(servers);
    return directory;
  }

  /** Writes the directory of an upload helper that listens on a loopback port of its own. */
  public static NodeDirectory helper(
      Path path, Encoding encoding, Collection<ServerAnnouncement> servers) throws IOException {
    NodeDirectory directory = client(path, encoding, servers, Set.of());
    Path file = path.resolve("tahoe.cfg");
    int port = LoopbackPorts.take();
    Files.writeString(
        file,
        Files.readString(file)
                .replace(
                    "tub.port = disabled", "tub.port = tcp:%d:interface=127.0.0.1".formatted(port))
                .replace("tub.location = disabled", "tub.location = tcp:127.0.0.1:" + port)
            + "\n[helper]\nenabled = true\n");
    return directory;
  }

  /** Where an upload helper is found; it must have been started once. */
  public String helperFurl() throws IOException {
    return Files.readString(path.resolve("private/helper.furl")).strip();
  }

  /** Has a client, which has not been started yet, upload through a helper. */
  public NodeDirectory helpedBy(String furl) throws IOException {
    Path file = path.resolve("tahoe.cfg");
    Files.writeString(
        file,
        Files.readString(file).replace("[client]\n", "[client]\nhelper.furl = " + furl + "\n"));
    return this;
  }

  /**
   * Has a node, when it is started the next time, serve SFTP to one user, at a loopback port of its
   * own. Its host key is in {@code private/host} and has to be there by then.
   *
   * @param account a line of the file of accounts
   * @return the port
   */
  public int serveSftp(String account) throws IOException {
    int port = LoopbackPorts.take();
    Path file = path.resolve("tahoe.cfg");
    Files.writeString(
        file,
        Files.readString(file)
            + """

            [sftpd]
            enabled = true
            port = tcp:%d:interface=127.0.0.1
            host_pubkey_file = private/host.pub
            host_privkey_file = private/host
            accounts.file = private/accounts
            """
                .formatted(port));
    Files.writeString(path.resolve("private/accounts"), account + "\n");
    return port;
  }

  /** Writes the directory of an introducer that listens on a loopback port of its own. */
  public static NodeDirectory introducer(Path path) throws IOException {
    int port = LoopbackPorts.take();
    NodeDirectory directory =
        write(
            path,
            false,
            """
            [node]
            web.port = tcp:0:interface=127.0.0.1
            tub.port = tcp:%d:interface=127.0.0.1
            tub.location = tcp:127.0.0.1:%d
            """
                .formatted(port, port));
    Files.move(path.resolve("tahoe-client.tac"), path.resolve("tahoe-introducer.tac"));
    return directory;
  }

  /** Where an introducer is found; it must have been started once. */
  public String introducerFurl() throws IOException {
    return Files.readString(path.resolve("private/introducer.furl")).strip();
  }

  /** Has the node, which has not been started yet, go to one introducer. */
  public NodeDirectory introducedBy(String furl) throws IOException {
    Files.writeString(
        path.resolve("private/introducers.yaml"),
        "introducers:\n  default:\n    furl: %s\n".formatted(furl));
    return this;
  }

  private static NodeDirectory write(Path path, boolean server, String config) throws IOException {
    Files.createDirectories(path);
    Path secrets = path.resolve("private");
    Files.createDirectory(
        secrets,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(path.resolve("tahoe-client.tac"), "");
    Files.writeString(path.resolve("tahoe.cfg"), config);
    return new NodeDirectory(path, server);
  }

  private void know(Collection<ServerAnnouncement> servers) throws IOException {
    StringBuilder yaml = new StringBuilder("storage:\n");
    for (ServerAnnouncement server : servers) {
      yaml.append(
          """
            %s:
              ann:
                nickname: %s
                anonymous-storage-FURL: "%s"
                anonymous-storage-NURLs: ["%s"]
                permutation-seed-base32: %s
          """
              .formatted(
                  server.serverId(),
                  server.serverId().substring(0, 8),
                  server.furl(),
                  server.nurl(),
                  server.permutationSeed()));
    }
    Files.writeString(path.resolve("private/servers.yaml"), yaml);
  }

  /**
   * Gives a client that has not been started yet the convergence secret of another node, so that
   * both make the same caps of the same contents (spec/01 §6).
   *
   * @param secret base32 text
   */
  public void useConvergenceSecret(String secret) throws IOException {
    Files.writeString(path.resolve("private/convergence"), secret + "\n");
  }

  /** Has a storage server that is not running listen at another port. */
  public void moveToAnotherPort() throws IOException {
    Path file = path.resolve("tahoe.cfg");
    int port = LoopbackPorts.take();
    Files.writeString(
        file,
        Files.readString(file)
            .replaceAll("tub.port = tcp:\\d+", "tub.port = tcp:" + port)
            .replaceAll("127.0.0.1:\\d+", "127.0.0.1:" + port));
  }

  /** What clients have to know about this server; it must have been started once. */
  public ServerAnnouncement announcement() throws IOException {
    if (!server) {
      throw new IllegalStateException(path + " is not a storage server");
    }
    return ServerAnnouncement.read(path);
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** The share store of a server (spec/04 §2). */
  public Path storage() {
    return path.resolve("storage");
  }
}
