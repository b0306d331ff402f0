package org.truckee.firstgen.rescue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.firstgen.hash.OldTag;
import org.truckee.firstgen.hash.ZBase32;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.FileUri;

/**
 * What has been copied already: a file of lines, for the owner only, as there are capabilities in
 * it. A line that was cut off does not count.
 */
public final class Journal implements AutoCloseable {
  private static final String HEAD = "truckee-rescue 1 ";
  private static final int MAX_LINE = 10_000;

  private final FileChannel file;
  private final Map<String, Destination.Directory> directories = new HashMap<>();
  private final Map<String, String> files = new HashMap<>();
  private final Set<String> linked = new HashSet<>();

  private Journal(FileChannel file) {
    this.file = file;
  }

  /**
   * Opens a journal, and begins it if there is none.
   *
   * @param root the directory that is copied; one journal is of one root
   * @throws IOException if it cannot be read, or is of something else
   */
  public static Journal open(Path path, DirectoryIndex root) throws IOException {
    if (!Files.exists(path)) {
      create(path);
    }
    Journal journal =
        new Journal(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    try {
      journal.read(path, HEAD + root);
      return journal;
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static void create(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(path);
    }
  }

  private void read(Path path, String head) throws IOException {
    long good = 0;
    try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.US_ASCII)) {
      String line = lines.readLine();
      while (line != null && good + line.length() + 1 <= file.size()) {
        if (line.length() > MAX_LINE || good == 0 && !line.equals(head)) {
          throw new IOException(
              "%s is no journal of this rescue: name another file, or remove it to begin anew"
                  .formatted(path));
        }
        note(line.split(" "));
        good += line.length() + 1;
        line = lines.readLine();
      }
    }
    file.truncate(good);
    file.position(good);
    if (good == 0) {
      append(head);
    }
  }

  private void note(String[] words) {
    if (words[0].equals("dir") && words.length == 4) {
      directories.put(words[1], new Destination.Directory(words[2], words[3]));
    } else if (words[0].equals("file") && words.length == 3) {
      files.put(words[1], words[2]);
    } else if (words[0].equals("linked") && words.length == 2) {
      linked.add(words[1]);
    }
  }

  private void append(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  /** What a directory has become. */
  synchronized Optional<Destination.Directory> directory(DirectoryIndex index) {
    return Optional.ofNullable(directories.get(index.toString()));
  }

  synchronized void made(DirectoryIndex index, Destination.Directory directory) throws IOException {
    append("dir %s %s %s".formatted(index, directory.writeCap(), directory.readCap()));
    directories.put(index.toString(), directory);
  }

  /** What a file has become. */
  synchronized Optional<String> file(FileUri uri) {
    return Optional.ofNullable(files.get(key(uri)));
  }

  synchronized void copied(FileUri uri, String cap) throws IOException {
    append("file %s %s".formatted(key(uri), cap));
    files.put(key(uri), cap);
  }

  /** Whether everything that was in a directory has been linked. */
  synchronized boolean isLinked(DirectoryIndex index) {
    return linked.contains(index.toString());
  }

  synchronized void linked(DirectoryIndex index) throws IOException {
    append("linked " + index);
    linked.add(index.toString());
  }

  /** The journal need not hold what grants reading the old grid. */
  private static String key(FileUri uri) {
    byte[] tag = "rescue".getBytes(StandardCharsets.US_ASCII);
    return ZBase32.encode(OldTag.hashWith(tag, uri.text().getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void close() throws IOException {
    file.force(true);
    file.close();
  }
}
