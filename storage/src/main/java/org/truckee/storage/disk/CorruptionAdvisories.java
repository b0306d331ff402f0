package org.truckee.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;

/** Keeps what readers say of damaged shares, for the operator ({@code spec/04 §12}). */
final class CorruptionAdvisories {
  private static final DateTimeFormatter WHOLE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss");
  private static final DateTimeFormatter FRACTION =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHmmss.SSSSSS");
  private static final Logger log = LoggerFactory.getLogger(CorruptionAdvisories.class);
  private static final long MICROSECOND = 1000;
  private static final int ATTEMPTS = 1000;

  private final Path directory;
  private final DiskSync sync;

  CorruptionAdvisories(Path directory, DiskSync sync) {
    this.directory = directory;
    this.sync = sync;
  }

  /** Keeps an advisory, unless there is no space for it. */
  void add(
      Instant time,
      ShareKind kind,
      StorageIndex index,
      ShareNumber share,
      String reason,
      long availableSpace)
      throws IOException {
    String report =
        "report: Share Corruption\ntype: %s\nstorage_index: %s\nshare_number: %s\n\n%s\n\n"
            .formatted(kind.word(), index, share, reason);
    if (report.codePointCount(0, report.length()) > availableSpace) {
      return;
    }
    try (ShareFile file = create(time, index, share)) {
      file.write(0, ByteBuffer.wrap(report.getBytes(StandardCharsets.UTF_8)));
      sync.file(file);
    }
    sync.directory(directory);
    log.warn("somebody says that share {} of {} is corrupt, see {}", share, index, directory);
  }

  /** A file named for the time, or for a little later if there is one already. */
  private ShareFile create(Instant time, StorageIndex index, ShareNumber share) throws IOException {
    for (int attempt = 0; ; attempt++) {
      String name = name(time.plusNanos(attempt * MICROSECOND), index, share);
      try {
        return ShareFile.create(directory.resolve(name));
      } catch (FileAlreadyExistsException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static String name(Instant time, StorageIndex index, ShareNumber share) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    DateTimeFormatter format = utc.getNano() / MICROSECOND == 0 ? WHOLE : FRACTION;
    return "%s--%s-%s".formatted(utc.format(format), index, share);
  }
}
