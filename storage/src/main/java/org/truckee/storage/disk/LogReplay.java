package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;

/**
 * Does at a start what the write-ahead log says and the files do not show ({@link ShareRedo}). It
 * can be cut off and begun again at any point.
 *
 * <p>What cannot be done is set aside with its share, and the server starts. On a full disk it
 * stays in the log until there is room. A disk that does not even take what is set aside ends the
 * start, and the log stays as it is.
 */
final class LogReplay {
  private static final Logger log = LoggerFactory.getLogger(LogReplay.class);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final StorageDirectory directory;
  private final DiskSync sync;
  private final List<LogSegment> segments = new ArrayList<>();
  private final Map<ShareName, ShareRedo> redos = new HashMap<>();
  private final Set<StorageIndex> touched = new HashSet<>();
  private int restored;

  LogReplay(StorageDirectory directory, DiskWatch watch) {
    this.directory = directory;
    // These shares were promised by a durable server, whatever this one shall be.
    this.sync = new DiskSync(true, watch);
  }

  /**
   * What is left of a log that could not be done wholly.
   *
   * @param number of the last segment, 0 if there is none
   * @param segments oldest first
   * @param unfinished what remains to be done
   */
  record Leftover(long number, List<LogSegment> segments, Map<ShareName, ShareRedo> unfinished) {
    /** Nothing is left. */
    static final Leftover NOTHING = new Leftover(0, List.of(), Map.of());
  }

  /** The files of the log in a directory, by their numbers. */
  static SortedMap<Long, Path> files(Path incoming) throws IOException {
    SortedMap<Long, Path> numbered = new TreeMap<>();
    String prefix = StorageDirectory.SEGMENT;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(incoming, prefix + "*")) {
      for (Path file : files) {
        String number = file.getFileName().toString().substring(prefix.length());
        if (NUMBER.matcher(number).matches() && Files.isRegularFile(file)) {
          numbered.put(Long.parseLong(number), file);
        }
      }
    }
    return numbered;
  }

  /** Does all that can be done, and deletes the log if that is all. */
  Leftover run() throws IOException {
    SortedMap<Long, Path> files = files(directory.incoming());
    if (files.isEmpty()) {
      return Leftover.NOTHING;
    }
    boolean read = false;
    try {
      read(files);
      Map<ShareName, ShareRedo> unfinished = redoAll();
      read = true;
      if (!unfinished.isEmpty()) {
        return new Leftover(files.lastKey(), List.copyOf(segments), unfinished);
      }
    } finally {
      if (!read) {
        closeAll();
      }
    }
    for (LogSegment segment : segments) {
      // A newer one may take back what an older one says, so it must not be gone before.
      segment.delete();
    }
    return Leftover.NOTHING;
  }

  private void read(SortedMap<Long, Path> files) throws IOException {
    for (Path file : files.values()) {
      List<LogRecord> records = new ArrayList<>();
      LogSegment segment = LogSegment.recover(directory, sync, file, records);
      segments.add(segment);
      for (LogRecord record : records) {
        redos
            .computeIfAbsent(record.name(), name -> new ShareRedo(name, directory, sync))
            .note(segment, record);
      }
    }
  }

  private Map<ShareName, ShareRedo> redoAll() throws IOException {
    Map<ShareName, ShareRedo> unfinished = new LinkedHashMap<>();
    redos.values().removeIf(ShareRedo::isEmpty);
    for (ShareRedo redo : redos.values()) {
      touched.add(redo.name().index());
      try {
        restored += redoTwice(redo) ? 1 : 0;
      } catch (IOException e) {
        if (DiskSpace.isFull(e)) {
          unfinished.put(redo.name(), redo);
        } else {
          setAside(redo, e);
        }
      }
    }
    directory.buckets().syncAnew(touched, sync);
    log.info(
        "{} shares were in the write-ahead log: {} of them only there, {} wait for room on the"
            + " disk",
        redos.size(),
        restored,
        unfinished.size());
    return unfinished;
  }

  /** A disk that cannot write in one place may find another. */
  private static boolean redoTwice(ShareRedo redo) throws IOException {
    try {
      return redo.run();
    } catch (IOException e) {
      if (DiskSpace.isFull(e)) {
        throw e;
      }
      log.warn("share {} is tried again: {}", redo.name().share(), e.toString());
      return redo.run();
    }
  }

  private void setAside(ShareRedo redo, IOException reason) throws IOException {
    try {
      redo.setAside(directory.quarantine(), reason);
    } catch (IOException e) {
      reason.addSuppressed(e);
      throw reason;
    }
  }

  private void closeAll() throws IOException {
    for (LogSegment segment : segments) {
      segment.close();
    }
  }
}
