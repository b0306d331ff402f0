package org.truckee.node.directory;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.truckee.node.config.NodeException;
import org.truckee.node.files.Manner;
import org.truckee.node.files.ReplacedFile;

/** Reads and writes the small text files of a node directory. */
final class NodeFile {
  private static final int MAX_SIZE = 1 << 20;

  private NodeFile() {}

  /** The text of a file without white space at its ends; empty if there is no such file. */
  static Optional<String> read(Path file) throws NodeException {
    return read(file, MAX_SIZE);
  }

  /** The text of a file of at most {@code maxSize} bytes, as {@link #read(Path)} gives it. */
  static Optional<String> read(Path file, int maxSize) throws NodeException {
    try {
      if (Files.size(file) > maxSize) {
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

  /** Whether there is a file of no bytes, as the loss of power leaves them. */
  static boolean isEmpty(Path file) throws NodeException {
    try {
      return Files.size(file) == 0;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be read: %s".formatted(file, reason(e)), e);
    }
  }

  /**
   * Writes text and a newline, so that at any time, also after the loss of power, the whole old or
   * the whole new file is there.
   */
  static void write(Path file, String text) throws NodeException {
    replace(file, text + "\n", Manner.NODE);
  }

  /** Writes what every start makes again, so that a loss of power does not matter. */
  static void writeDerived(Path file, String text) throws NodeException {
    replace(file, text + "\n", Manner.DERIVED);
  }

  /** Writes a file that only its owner can read if it is new. */
  static void writePrivate(Path file, String text) throws NodeException {
    replace(file, text + "\n", Manner.SECRET);
  }

  /** Writes what every start makes again, and only its owner can read if the file is new. */
  static void writeSecretDerived(Path file, String text) throws NodeException {
    replace(file, text + "\n", Manner.DERIVED_SECRET);
  }

  /** Writes a secret as it is, without a line end: others read the file as a whole. */
  static void writeKey(Path file, String key) throws NodeException {
    replace(file, key, Manner.SECRET);
  }

  /** Writes text that has its line end already. */
  static void writeText(Path file, String text) throws NodeException {
    replace(file, text, Manner.NODE);
  }

  private static void replace(Path file, String text, Manner manner) throws NodeException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (!holds(file, content)) {
        ReplacedFile.write(file, content, manner);
      }
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be written: %s".formatted(file, reason(e)), e);
    }
  }

  /** What would not change is not written: the file may be mounted read-only into its place. */
  private static boolean holds(Path file, byte[] content) throws IOException {
    try {
      return Files.size(file) == content.length && Arrays.equals(Files.readAllBytes(file), content);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Makes a folder, of the given mode if it is new, with everything above it. */
  static void folder(Path folder, String mode) throws NodeException {
    try {
      ReplacedFile.makeFolder(folder, mode);
    } catch (FileAlreadyExistsException e) {
      throw new NodeException("'%s' is in the way: it is no folder".formatted(folder), e);
    } catch (IOException e) {
      throw new NodeException("the folder '%s' cannot be made: %s".formatted(folder, reason(e)), e);
    }
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
