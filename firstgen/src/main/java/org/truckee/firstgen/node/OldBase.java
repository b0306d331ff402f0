package org.truckee.firstgen.node;

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

/**
 * A base directory of 2007 ({@code spec/12 §16}): each setting is a file, whose presence alone may
 * be what counts.
 */
public record OldBase(Path folder) {
  private static final int MAX_SETTING = 64 << 10;
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** What runs out of a base directory. */
  public enum Kind {
    /** A client, which usually keeps shares too. */
    CLIENT,
    /** An introducer with a directory server. */
    INTRODUCER
  }

  /**
   * What this base directory is of.
   *
   * @throws IOException if it is none
   */
  public Kind kind() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException("%s is no folder, so no base directory".formatted(folder));
    }
    boolean client = has("client.port") || has("myself.furl") || has("client.tac");
    if (!client && (has("introducer.port") || has("introducer.tac") || has("vdrive"))) {
      return Kind.INTRODUCER;
    }
    if (client || has("introducer.furl")) {
      return Kind.CLIENT;
    }
    throw new IOException(
        ("%s is no base directory of the first generation: a client's has the file introducer.furl,"
                + " an introducer's has introducer.port")
            .formatted(folder));
  }

  /** Whether there is a file or folder of that name. */
  public boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  /** The setting in a file, without the white space around it; empty if there is no such file. */
  public Optional<String> setting(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_SETTING) {
      throw new IOException("%s is too large for a setting".formatted(file));
    }
    return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
  }

  /** The setting in a file that must be there. */
  public String required(String name) throws IOException {
    return setting(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () -> new IOException("%s is missing or empty".formatted(folder.resolve(name))));
  }

  /** Writes a line that others may read. */
  public void write(String name, String line) throws IOException {
    Files.writeString(folder.resolve(name), line + "\n", StandardCharsets.ISO_8859_1);
  }

  /** Writes a text that only the owner may read. */
  public void writeSecret(String name, String text) throws IOException {
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    Path aside =
        posix
            ? Files.createTempFile(folder, name + ".", ".new", OWNER_ONLY)
            : Files.createTempFile(folder, name + ".", ".new");
    Files.writeString(aside, text, StandardCharsets.ISO_8859_1);
    Files.move(aside, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }
}
