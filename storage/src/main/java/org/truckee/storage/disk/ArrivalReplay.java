package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts shares back that a journal of arrivals has and that a power failure took from their files
 * ({@link ArrivalJournal}). It can be cut off and begun again at any point.
 *
 * <p>Of each share only the last record counts. A share never has its name before its record is
 * durable, so that anything that is found under the name of a share that left is a rest of it.
 */
final class ArrivalReplay {
  private static final Logger log = LoggerFactory.getLogger(ArrivalReplay.class);
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final StorageDirectory directory;
  private final DiskWatch watch;
  private final DiskSync sync;
  private final SortedSet<Path> touched = new TreeSet<>();
  private int restored;

  ArrivalReplay(StorageDirectory directory, DiskWatch watch) {
    this.directory = directory;
    this.watch = watch;
    // These shares were promised by a durable server, whatever this one shall be.
    this.sync = new DiskSync(true, watch);
  }

  /** Makes all shares durable by themselves, then deletes the journal. */
  void run() throws IOException {
    List<Path> files = files();
    if (files.isEmpty()) {
      return;
    }
    Map<ShareName, Place> last = lastRecords(files);
    for (Map.Entry<ShareName, Place> entry : last.entrySet()) {
      restore(entry.getKey(), entry.getValue());
    }
    syncDirectories();
    for (Path file : files) {
      Files.delete(file);
      // A newer file may take back what an older one says, so it must not be gone before.
      sync.directory(directory.incoming());
    }
    log.info("{} new shares were in the journal, {} of them only there", last.size(), restored);
  }

  /** Ascending. */
  private List<Path> files() throws IOException {
    SortedMap<Long, Path> numbered = new TreeMap<>();
    if (!Files.isDirectory(directory.incoming())) {
      return List.of();
    }
    String prefix = StorageDirectory.ARRIVALS;
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(directory.incoming(), prefix + "*")) {
      for (Path file : files) {
        String number = file.getFileName().toString().substring(prefix.length());
        if (NUMBER.matcher(number).matches()) {
          numbered.put(Long.parseLong(number), file);
        }
      }
    }
    return List.copyOf(numbered.values());
  }

  private static Map<ShareName, Place> lastRecords(List<Path> files) throws IOException {
    Map<ShareName, Place> last = new HashMap<>();
    for (Path path : files) {
      try (ShareFile file = ShareFile.forReading(path)) {
        long position = 0;
        Optional<ArrivalRecord> record = ArrivalRecord.read(file, position);
        long mark = record.map(ArrivalRecord::mark).orElse(0L);
        while (record.isPresent() && record.get().mark() == mark) {
          last.put(record.get().event().name(), new Place(path, position));
          position = record.get().end();
          record = ArrivalRecord.read(file, position);
        }
      }
    }
    return last;
  }

  /** Where a record is. */
  private record Place(Path file, long position) {}

  private void restore(ShareName name, Place place) throws IOException {
    ArrivedShare share = new ArrivedShare(directory.share(name.index(), name.share()), sync);
    Path bucket = share.path().getParent();
    switch (event(place)) {
      case ArrivalRecord.Came came -> restore(share, came.container());
      case ArrivalRecord.Left _ -> {
        Files.deleteIfExists(share.path());
        directory.removeBucketIfEmpty(name.index());
      }
      case ArrivalRecord.MadeWay _ -> {
        return;
      }
    }
    touched.add(bucket);
  }

  private static ArrivalRecord.Event event(Place place) throws IOException {
    try (ShareFile file = ShareFile.forReading(place.file)) {
      return ArrivalRecord.read(file, place.position)
          .orElseThrow(() -> new IOException(place.file + " has changed"))
          .event();
    }
  }

  private void restore(ArrivedShare share, ByteBuffer container) throws IOException {
    if (!share.isWhole(container)) {
      replace(share, container);
      restored++;
      return;
    }
    try {
      share.makeDurable();
    } catch (IOException e) {
      // A second sync of the same file would seem to succeed.
      replace(share, container);
    }
  }

  private void replace(ArrivedShare share, ByteBuffer container) throws IOException {
    Path path = directory.incoming().resolve("truckee.arrived");
    Files.deleteIfExists(path);
    Files.createDirectories(share.path().getParent());
    try (ShareFile anew = ShareFile.create(path, watch)) {
      share.replace(anew, container);
    }
  }

  private void syncDirectories() throws IOException {
    SortedSet<Path> prefixes = new TreeSet<>();
    for (Path bucket : touched) {
      prefixes.add(bucket.getParent());
      syncIfThere(bucket);
    }
    for (Path prefix : prefixes) {
      syncIfThere(prefix);
    }
    sync.directory(directory.shares());
  }

  private void syncIfThere(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      sync.directory(path);
    }
  }
}
