package org.truckee.firstgen.drive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.uri.DirectoryUri;
import org.truckee.firstgen.uri.OldUri;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteKey;

/**
 * What a client sees of a grid ({@code spec/12 §7}): the public root, which everybody has, and its
 * own. Both are remembered in its base directory.
 */
public final class VirtualDrive {
  private static final Logger LOG = LoggerFactory.getLogger(VirtualDrive.class);
  private static final int MAX_LINE = 10_000;

  private final Path publicFile;
  private final Path privateFile;
  private final NodeMaker maker;
  private final Consumer<WritableDirectoryUri> whenPrivateRoot;
  private volatile Optional<DirectoryUri> publicRoot;
  private volatile Optional<DirectoryUri> privateRoot;
  private final CountDownLatch privateRootKnown = new CountDownLatch(1);

  /**
   * The drive of a client.
   *
   * @param base its base directory
   * @param whenPrivateRoot is told when the private root has been made
   * @throws IOException if a root is remembered that cannot be read
   */
  public VirtualDrive(Path base, NodeMaker maker, Consumer<WritableDirectoryUri> whenPrivateRoot)
      throws IOException {
    this.publicFile = base.resolve("global_root.uri");
    this.privateFile = base.resolve("my_vdrive.uri");
    this.maker = maker;
    this.whenPrivateRoot = whenPrivateRoot;
    this.publicRoot = read(publicFile);
    this.privateRoot = read(privateFile);
    if (privateRoot.isPresent()) {
      privateRootKnown.countDown();
    }
  }

  private static Optional<DirectoryUri> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_LINE) {
      throw new IOException(file + " is too large for the URI of a directory");
    }
    String line = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    try {
      return Optional.of(DirectoryUri.parse(line));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s does not hold the URI of a directory".formatted(file), e);
    }
  }

  private static void write(Path file, DirectoryUri uri) throws IOException {
    Path aside = Files.createTempFile(file.toAbsolutePath().getParent(), "uri.", ".new");
    Files.writeString(aside, uri.text() + "\n", StandardCharsets.ISO_8859_1);
    Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The directory server is there: learns the public root, and makes the private one if there is
   * none.
   *
   * @param furl of the server
   * @throws IOException if it offers no public root, or something cannot be remembered
   */
  public void connected(String furl, DirectoryServer server)
      throws IOException, InterruptedException {
    WritableDirectoryUri root = server.publicRoot();
    publicRoot = Optional.of(root);
    write(publicFile, root);
    if (privateRoot.isEmpty()) {
      WriteKey key = WriteKey.random(maker.random());
      WritableDirectoryUri made = new WritableDirectoryUri(furl, key);
      server.create(made.index(), key.writeEnabler());
      write(privateFile, made);
      privateRoot = Optional.of(made);
      privateRootKnown.countDown();
      LOG.info("the private root has been made");
      whenPrivateRoot.accept(made);
    }
  }

  /** Whether the public root is known. */
  public boolean hasPublicRoot() {
    return publicRoot.isPresent();
  }

  /**
   * The public root.
   *
   * @throws NoPublicRootException if it is not known
   */
  public DirectoryNode publicRoot() throws NoPublicRootException {
    return maker.directory(
        publicRoot.orElseThrow(
            () ->
                new NoPublicRootException(
                    "the public root is not known: the directory server was never reached")));
  }

  /** Whether there is a private root. */
  public boolean hasPrivateRoot() {
    return privateRoot.isPresent();
  }

  /** Waits until there is a private root; false if there is none in time. */
  public boolean awaitPrivateRoot(Duration limit) throws InterruptedException {
    return privateRootKnown.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * The private root.
   *
   * @throws NoPrivateRootException if there is none
   */
  public DirectoryNode privateRoot() throws NoPrivateRootException {
    return maker.directory(
        privateRoot.orElseThrow(
            () ->
                new NoPrivateRootException(
                    "there is no private root: the directory server was never reached")));
  }

  /** The node with a URI. */
  public DriveNode node(OldUri uri) {
    return maker.node(uri);
  }

  /**
   * The node at a path.
   *
   * @throws NoSuchChildException if a part of it is missing
   */
  public DriveNode atPath(DrivePath path) throws DriveException, InterruptedException {
    DirectoryNode root = path.isPrivate() ? privateRoot() : publicRoot();
    return root.atPath(path.names());
  }
}
