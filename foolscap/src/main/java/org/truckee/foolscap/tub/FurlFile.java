package org.truckee.foolscap.tub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.Furl;

/**
 * A file that keeps the FURL of an object, and with it its name ({@code spec/06 §2.3}). Only the
 * owner can read it.
 */
final class FurlFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final int MAX_LENGTH = 16 << 10;

  private final Path path;

  FurlFile(Path path) {
    this.path = path;
  }

  /**
   * The name in the file; empty if there is no file or nothing in it.
   *
   * @throws IOException if it cannot be read, or holds the FURL of another Tub
   */
  Optional<String> name(TubId own) throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    if (Files.size(path) > MAX_LENGTH) {
      throw new IOException(path + " is no FURL file: it is too large");
    }
    String text = Files.readString(path, StandardCharsets.UTF_8).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Furl furl;
    try {
      furl = Furl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s holds no FURL; move it away to have a new one made".formatted(path));
    }
    if (!furl.tubText().equals(own.toString())) {
      throw new IOException(
          "%s holds a FURL of tub %s, but this is tub %s: put the right certificate back, or move"
                  .formatted(path, furl.tubText(), own)
              + " the file away to have a new FURL made");
    }
    return Optional.of(furl.name());
  }

  /** Replaces what is in the file as a whole. */
  void write(Furl furl) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    Path aside =
        parent.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? Files.createTempFile(parent, path.getFileName() + ".", ".new", OWNER_ONLY)
            : Files.createTempFile(parent, path.getFileName() + ".", ".new");
    try {
      Files.writeString(aside, furl.text() + "\n", StandardCharsets.UTF_8);
      Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
