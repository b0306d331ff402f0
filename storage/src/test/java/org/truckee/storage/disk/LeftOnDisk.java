package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.crypto.StorageIndex;

/** What a power failure has left of the shares and the log, for whoever looks for a fault. */
final class LeftOnDisk {
  private final SortedMap<String, Long> files = new TreeMap<>();
  private final List<String> segments = new ArrayList<>();
  private final Map<StorageIndex, List<String>> records = new TreeMap<>();

  private LeftOnDisk() {}

  /** Looks at a directory that no server has been started in since. */
  static LeftOnDisk in(Path directory) throws IOException {
    LeftOnDisk left = new LeftOnDisk();
    Path incoming = directory.resolve("shares/incoming");
    if (Files.isDirectory(incoming)) {
      for (Path segment : LogReplay.files(incoming).values()) {
        left.read(segment);
      }
    }
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        left.files.put(directory.relativize(path).toString(), Files.size(path));
      }
    }
    return left;
  }

  private void read(Path path) throws IOException {
    String name = path.getFileName().toString();
    try (ShareFile segment = ShareFile.forReading(path)) {
      long end = 0;
      Optional<LogRecord> record = LogRecord.read(segment, 0);
      while (record.isPresent()) {
        records
            .computeIfAbsent(record.get().name().index(), index -> new ArrayList<>())
            .add("%s: %s".formatted(name, record.get()));
        end = record.get().end();
        record = LogRecord.read(segment, end);
      }
      segments.add("%s: records up to %d, %d bytes in all".formatted(name, end, segment.length()));
    }
  }

  /** Files of this index with their sizes, its records, and how far the log could be read. */
  String of(StorageIndex index) {
    SortedMap<String, Long> named = new TreeMap<>(files);
    named.keySet().removeIf(file -> !file.contains(index.toString()));
    return "files %s, records %s, log %s"
        .formatted(named, records.getOrDefault(index, List.of()), segments);
  }
}
