package org.truckee.node.directory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.truckee.node.config.NodeException;

/** Reads and writes the small text files of a node directory. */
final class NodeFile {
  private static final int MAX_SIZE = 1 << 20;

  private NodeFile() {}

  /** The text of a file without white space at its ends; empty if there is no such file. */
  static Optional<String> read(Path file) throws NodeException {
    try {
      if (Files.size(file) > MAX_SIZE) {
        throw new NodeException("'%s' is much too long for what it should hold".formatted(file));
      }
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw new NodeException("'%s' is not text".formatted(file), e);
    } catch (NodeException e) {
      throw e;
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be read: %s".formatted(file, reason(e)), e);
    }
  }

  /**
   * Writes text and a newline, so that at any time the whole old or the whole new file is there.
   */
  static void write(Path file, String text) throws NodeException {
    replace(file, text + "\n", false);
  }

  /** The same, for the eyes of the owner only if the file is new. */
  static void writePrivate(Path file, String text) throws NodeException {
    replace(file, text + "\n", !Files.exists(file));
  }

  /** The same for text that ends as it should. */
  static void writeText(Path file, String text) throws NodeException {
    replace(file, text, false);
  }

  private static void replace(Path file, String text, boolean ownerOnly) throws NodeException {
    Path draft = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.deleteIfExists(draft);
      if (ownerOnly && isPosix(file)) {
        Files.createFile(
            draft,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      Files.writeString(draft, text);
      sync(draft);
      if (!ownerOnly && isPosix(file) && Files.exists(file)) {
        Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be written: %s".formatted(file, reason(e)), e);
    }
  }

  /** A key that is lost with the power would be another key after the next start. */
  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes a folder, of the given mode if it is new, with everything above it. */
  static void folder(Path folder, String mode) throws NodeException {
    try {
      if (Files.isDirectory(folder)) {
        return;
      }
      Files.createDirectories(folder.toAbsolutePath().getParent());
      if (isPosix(folder.toAbsolutePath().getParent())) {
        Files.createDirectory(
            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
      } else {
        Files.createDirectory(folder);
      }
    } catch (FileAlreadyExistsException e) {
      throw new NodeException("'%s' is in the way: it is no folder".formatted(folder), e);
    } catch (IOException e) {
      throw new NodeException("the folder '%s' cannot be made: %s".formatted(folder, reason(e)), e);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** What went wrong in a word: the JDK often says no more than the name of the file. */
  static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or folder";
      case java.nio.file.AccessDeniedException _ -> "permission denied";
      case java.nio.file.FileSystemException f when f.getReason() != null -> f.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }
}
