package org.truckee.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.client.DirectoryWorld;
import org.truckee.memory.MemoryBudget;

/** A grid in this process with an SFTP server before it, and clients of that. */
public final class SftpWorld implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DirectoryWorld world = new DirectoryWorld();
  private final Directory root = world.directory("root");
  private final Path folder = Files.createTempDirectory("sftp");
  private final KeyPair userKey = key();
  private final KeyPair hostKey = key();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final SshClient client = SshClient.setUpDefaultClient();
  private final SftpServer server;

  public SftpWorld() throws Exception {
    this(SftpServer.Limits.DEFAULT);
  }

  SftpWorld(SftpServer.Limits limits) throws Exception {
    Files.createDirectory(spools());
    Files.writeString(
        folder.resolve("accounts"),
        account("alice", userKey, root) + account("reader", userKey, readOnly(root)));
    writeKey("host", hostKey);
    server =
        SftpServer.start(
            new SftpServer.Settings(
                world.grid(),
                Accounts.read(folder.resolve("accounts")),
                HostKey.read(folder.resolve("host.pub"), folder.resolve("host")),
                "127.0.0.1",
                0,
                50,
                spools(),
                new MemoryBudget(64 << 20),
                Clock.systemUTC(),
                ZoneOffset.UTC,
                new SecureRandom(),
                limits));
    client.setServerKeyVerifier((_, _, key) -> key.equals(hostKey.getPublic()));
    client.start();
  }

  static KeyPair key() throws Exception {
    SshLibrary.prepare();
    return SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
  }

  void writeKey(String name, KeyPair pair) throws Exception {
    try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
    }
    Files.writeString(
        folder.resolve(name + ".pub"), PublicKeyEntry.toString(pair.getPublic()) + "\n");
  }

  private static String account(String user, KeyPair key, FilesystemNode root) {
    return "%s %s a comment %s\n"
        .formatted(
            user, PublicKeyEntry.toString(key.getPublic()), root.bestCap().orElseThrow().text());
  }

  FilesystemNode readOnly(FilesystemNode node) {
    return world.grid().node(node.readCap().orElseThrow());
  }

  public DirectoryWorld grid() {
    return world;
  }

  /** What alice sees. */
  public Directory root() {
    return root;
  }

  Path folder() {
    return folder;
  }

  Path spools() {
    return folder.resolve("tmp");
  }

  SftpServer server() {
    return server;
  }

  /** A file of the grid. */
  FilesystemNode upload(String contents) throws Exception {
    return world
        .grid()
        .node(world.grid().upload(org.truckee.grid.Source.of(bytes(contents))).cap());
  }

  ClientSession session(String user, KeyPair key) throws IOException {
    ClientSession session =
        client.connect(user, "127.0.0.1", server.port()).verify(PATIENCE).getSession();
    opened.add(session);
    session.addPublicKeyIdentity(key);
    try {
      session.auth().verify(PATIENCE);
      return session;
    } catch (IOException e) {
      session.close(true).await();
      throw e;
    }
  }

  ClientSession session(String user) throws IOException {
    return session(user, userKey);
  }

  /** Another connection of a user. */
  public SftpClient connect(String user) throws IOException {
    return SftpClientFactory.instance().createSftpClient(session(user));
  }

  /** A connection of alice. */
  public SftpClient connect() throws IOException {
    return connect("alice");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static void put(SftpClient sftp, String path, String contents) throws IOException {
    try (SftpClient.CloseableHandle handle =
        sftp.open(path, OpenMode.Write, OpenMode.Create, OpenMode.Truncate)) {
      sftp.write(handle, 0, bytes(contents));
    }
  }

  static String get(SftpClient sftp, String path) throws IOException {
    try (InputStream in = sftp.read(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What the grid has at a path below alice's root. */
  String stored(String... names) throws Exception {
    FilesystemNode node = world.grid().node((Capability) root.cap(), List.of(names));
    try (InputStream in = ((FileNode) node).contents().stream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    for (AutoCloseable each : opened) {
      try {
        each.close();
      } catch (Exception _) {
        // It may be gone already.
      }
    }
    client.stop();
    server.close();
    world.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException _) {
      // Others look whether something was left behind.
    }
  }
}
