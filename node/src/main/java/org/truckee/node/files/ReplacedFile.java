package org.truckee.node.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file that gets a new content. The content is written to a draft beside the file, which takes
 * its name when it is complete: nobody takes half a file for a whole one, and if it is never
 * completed the old content stays and nothing else is left, also when a signal ends the process.
 *
 * <p>A link is followed. A device or pipe is written to directly, and so is a file that can be
 * written but not replaced: one that is mounted into its place, lies in a folder of somebody else,
 * or belongs to somebody as whom we cannot make a file. The draft of a file that not everybody may
 * read is readable by its owner only.
 */
public final class ReplacedFile implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int MAX_LINKS = 40;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Path target;
  private final Optional<Path> draft;
  private final Optional<Ownership> ownership;
  private final FileChannel channel;
  private final Manner manner;
  private boolean completed;

  private ReplacedFile(
      Path target,
      Optional<Path> draft,
      Optional<Ownership> ownership,
      FileChannel channel,
      Manner manner) {
    this.target = target;
    this.draft = draft;
    this.ownership = ownership;
    this.channel = channel;
    this.manner = manner;
  }

  /**
   * Begins to replace a file, or to make one.
   *
   * @throws IOException if it cannot be written
   */
  public static ReplacedFile begin(Path file, Manner manner) throws IOException {
    Path target = followed(file);
    Optional<BasicFileAttributes> old = attributes(target);
    if (old.isPresent() && !old.get().isRegularFile()) {
      return inPlace(target, manner, false);
    }
    Optional<Ownership> ownership =
        old.isPresent() && isPosix(target) ? Optional.of(Ownership.of(target)) : Optional.empty();
    if (old.isPresent() && !Files.isWritable(target.toAbsolutePath().getParent())) {
      return inPlace(target, manner, true);
    }
    boolean hidden = manner.ownerOnly() || ownership.isPresent();
    Path draft = draftOf(target, manner);
    FileChannel channel = Drafts.make(draft, () -> open(draft, hidden));
    return new ReplacedFile(target, Optional.of(draft), ownership, channel, manner);
  }

  private static FileChannel open(Path draft, boolean hidden) throws IOException {
    Files.deleteIfExists(draft);
    FileAttribute<?>[] mode =
        hidden && isPosix(draft)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    return FileChannel.open(
        draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode);
  }

  private static ReplacedFile inPlace(Path target, Manner manner, boolean truncate)
      throws IOException {
    FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE);
    if (truncate) {
      channel.truncate(0);
    }
    return new ReplacedFile(target, Optional.empty(), Optional.empty(), channel, manner);
  }

  /** Where the links lead, also if there is nothing yet. */
  private static Path followed(Path file) throws IOException {
    Path target = file;
    for (int i = 0; Files.isSymbolicLink(target); i++) {
      if (i == MAX_LINKS) {
        throw new FileSystemException(file.toString(), null, "links that lead in a circle");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  /** A name that is too long, say, is noticed here and not when everything has been written. */
  private static Optional<BasicFileAttributes> attributes(Path target) throws IOException {
    try {
      return Optional.of(Files.readAttributes(target, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Short whatever the file is called: a name may have 255 bytes, and less on some systems. What is
   * there by that name is of a process that is no more.
   */
  private static Path draftOf(Path target, Manner manner) {
    return target.resolveSibling(
        manner.fixedDraft()
            ? target.getFileName() + ".tmp"
            : ".truckee-%d-%d.part"
                .formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet()));
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Where the content goes. */
  public OutputStream stream() {
    return Channels.newOutputStream(channel);
  }

  /**
   * All of the content has been written: the file gets it.
   *
   * @throws IOException if it cannot; then the old content stays, unless the file had to be written
   *     in its place
   */
  public void complete() throws IOException {
    if (manner.durable()) {
      channel.force(true);
    }
    channel.close();
    if (draft.isPresent()) {
      if (!takePlace(draft.get())) {
        copyInPlace(draft.get());
      } else if (manner.durable()) {
        syncDirectory(target.toAbsolutePath().getParent());
      }
    }
    completed = true;
  }

  private boolean takePlace(Path complete) throws IOException {
    if (ownership.isPresent() && !ownership.get().give(complete)) {
      return false;
    }
    try {
      Files.move(
          complete, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Drafts.forget(complete);
      return true;
    } catch (FileSystemException e) {
      // A mount point, say, or a folder in which only owners may replace their files.
      if (ownership.isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  private void copyInPlace(Path complete) throws IOException {
    try (FileChannel in = FileChannel.open(complete, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      copy(in, in.size(), out, complete);
      if (manner.durable()) {
        out.force(true);
      }
    }
    discard(complete);
  }

  /**
   * Copies as many bytes as a file had.
   *
   * @throws EOFException if it has become shorter meanwhile
   */
  static void copy(FileChannel in, long size, WritableByteChannel out, Path name)
      throws IOException {
    long done = 0;
    while (done < size) {
      long moved = in.transferTo(done, size - done, out);
      if (moved == 0) {
        throw new EOFException("'%s' became shorter while it was copied".formatted(name));
      }
      done += moved;
    }
  }

  /** What is in a directory is lost with the power until the directory itself is written. */
  static void syncDirectory(Path directory) throws IOException {
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static void discard(Path draft) throws IOException {
    Files.deleteIfExists(draft);
    Drafts.forget(draft);
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (draft.isPresent() && !completed) {
      discard(draft.get());
    }
  }

  /** Replaces the content of a file by bytes that are there already. */
  public static void write(Path file, byte[] content, Manner manner) throws IOException {
    try (ReplacedFile replaced = begin(file, manner);
        OutputStream out = replaced.stream()) {
      out.write(content);
      replaced.complete();
    }
  }

  /**
   * Makes a folder with everything above it, so that it survives the loss of power.
   *
   * @param mode of the folder itself, such as {@code rwx------}, reduced by the umask
   */
  public static void makeFolder(Path folder, String mode) throws IOException {
    Path whole = folder.toAbsolutePath();
    if (Files.isDirectory(whole)) {
      return;
    }
    Path parent = whole.getParent();
    if (!Files.isDirectory(parent)) {
      makeFolder(parent, "rwxrwxrwx");
    }
    if (isPosix(parent)) {
      Files.createDirectory(
          whole, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    } else {
      Files.createDirectory(whole);
    }
    syncDirectory(parent);
  }
}
