package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.disk.LogEntry.Deleted;
import org.truckee.storage.disk.LogEntry.Edited;
import org.truckee.storage.disk.LogEntry.Inserted;
import org.truckee.storage.disk.LogEntry.Superseded;

/** Records come out of a segment as they went in, up to the first that is damaged. */
class LogRecordTest {
  private static final long MARK = 77;
  private static final int OVERHEAD = 84;
  private static final int STATE_OFFSET = 4;
  private static final int STATE_SIZE = 4;
  private static final int SIZE_OFFSET = 40;

  private static LogEntry entry(int seed, int kind, int size) {
    byte[] index = new byte[16];
    new Random(seed).nextBytes(index);
    ShareName name = new ShareName(new StorageIndex(index), new ShareNumber(seed & 0xff));
    byte[] container = new byte[OVERHEAD + size];
    new Random(seed).nextBytes(container);
    return switch (kind) {
      case 0 -> new Deleted(name);
      case 1 -> new Superseded(name);
      case 2 -> new Edited(name, staged(container));
      default -> new Inserted(name, ByteBuffer.wrap(container));
    };
  }

  private static StagedFile staged(byte[] data) {
    StagedFile staged;
    try {
      staged = StagedFile.over(StorageVectors.file(new byte[1000]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    staged.write(5, ByteBuffer.wrap(data, 0, data.length / 2));
    staged.writeZeros(100, 10);
    staged.write(1500, ByteBuffer.wrap(data, data.length / 2, data.length - data.length / 2));
    return staged;
  }

  private static byte[] segment(List<LogEntry> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (LogEntry entry : entries) {
      for (ByteBuffer part : LogRecord.write(bytes.size(), MARK, entry).parts()) {
        bytes.write(part.array(), part.arrayOffset() + part.position(), part.remaining());
      }
    }
    return bytes.toByteArray();
  }

  private static List<String> read(byte[] segment) throws IOException {
    List<String> found = new ArrayList<>();
    ReadableBytes file = StorageVectors.file(segment);
    Optional<LogRecord> record = LogRecord.read(file, 0);
    while (record.isPresent()) {
      assertThat(record.get().mark()).isEqualTo(MARK);
      assertThat(record.get().done()).isFalse();
      assertThat(record.get().end()).isLessThanOrEqualTo(segment.length);
      found.add(print(file, record.get()));
      record = LogRecord.read(file, record.get().end());
    }
    return found;
  }

  private static String print(ReadableBytes file, LogRecord record) throws IOException {
    String body =
        switch (record.kind()) {
          case INSERTED -> HexFormat.of().formatHex(record.container(file).array());
          case DELETED, SUPERSEDED -> "";
          case EDITED -> print(file, LoggedEdit.read(file, record));
        };
    return record.name() + " " + record.kind() + " " + body;
  }

  private static String print(ReadableBytes file, LoggedEdit edit) throws IOException {
    StringBuilder text = new StringBuilder().append(edit.newLength());
    for (LoggedEdit.Piece piece : edit.pieces()) {
      text.append(" at ").append(piece.target()).append(": ");
      text.append(
          piece.source() < 0
              ? piece.length() + " zeros"
              : HexFormat.of().formatHex(file.field(piece.source(), (int) piece.length()).array()));
    }
    return text.toString();
  }

  /** The same as {@link #print} says of a record of the entry. */
  private static String print(LogEntry entry) {
    return switch (entry) {
      case Inserted inserted ->
          "%s INSERTED %s"
              .formatted(inserted.name(), HexFormat.of().formatHex(inserted.container().array()));
      case Deleted deleted -> deleted.name() + " DELETED ";
      case Superseded superseded -> superseded.name() + " SUPERSEDED ";
      case Edited edited -> {
        StringBuilder text = new StringBuilder().append(edited.staged().length());
        for (StagedFile.Piece piece : edited.staged().pieces()) {
          text.append(" at ").append(piece.position()).append(": ");
          text.append(piece.data().map(LogRecordTest::hex).orElse(piece.length() + " zeros"));
        }
        yield edited.name() + " EDITED " + text;
      }
    };
  }

  private static String hex(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Property(tries = 300, seed = "20261122")
  void damagedSegmentIsReadUpToTheDamage(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 2000) Integer> sizes,
      @ForAll int hit,
      @ForAll @IntRange(min = 1, max = 255) int damage,
      @ForAll boolean cut)
      throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    for (int size : sizes) {
      entries.add(entry(size, size % 5, size));
    }
    List<String> printed = entries.stream().map(LogRecordTest::print).toList();
    byte[] segment = segment(entries);
    assertThat(read(segment)).isEqualTo(printed);

    int position = Math.floorMod(hit, segment.length);
    byte[] damaged = cut ? Arrays.copyOf(segment, position) : segment.clone();
    if (!cut) {
      damaged[position] ^= (byte) damage;
    }
    List<String> found = read(damaged);
    assertThat(found).isEqualTo(printed.subList(0, found.size()));
    int sound = segment(entries.subList(0, found.size())).length;
    assertThat(sound).isLessThanOrEqualTo(position);
    assertThat(segment(entries.subList(0, found.size() + 1)).length).isGreaterThan(position);
  }

  @Test
  void containersOfTheLargestSizeAreReadAndNoOthers() throws IOException {
    LogEntry largest = entry(1, 3, StorageShortcuts.MAXIMUM_STORED);
    assertThat(read(segment(List.of(largest)))).containsExactly(print(largest));
    assertThat(read(segment(List.of(entry(1, 3, StorageShortcuts.MAXIMUM_STORED + 1))))).isEmpty();
    assertThat(read(segment(List.of(entry(1, 3, -1))))).isEmpty();
  }

  @Test
  void sizeThatTheFileDoesNotHaveTakesNoMemory() throws IOException {
    for (int kind = 0; kind < 4; kind++) {
      for (long size : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, Integer.MAX_VALUE, -1}) {
        byte[] segment = segment(List.of(entry(1, kind, 0)));
        ByteBuffer.wrap(segment).putLong(SIZE_OFFSET, size);
        assertThat(read(segment)).isEmpty();
      }
    }
  }

  @Test
  void aRecordSaysWhenItsChangeIsMade(@TempDir Path directory) throws IOException {
    byte[] bytes = segment(List.of(entry(1, 2, 100), entry(2, 2, 100)));
    try (ShareFile file = ShareFile.create(directory.resolve("segment"))) {
      file.write(0, ByteBuffer.wrap(bytes));
      LogRecord first = LogRecord.read(file, 0).orElseThrow();
      first.markDone(file);
      assertThat(LogRecord.read(file, 0).orElseThrow().done()).isTrue();
      assertThat(LogRecord.read(file, first.end()).orElseThrow().done()).isFalse();
      assertThat(file.length()).as("no room was taken").isEqualTo(bytes.length);
    }
  }

  /**
   * A power failure leaves one sector with the old bytes and the next with the new, or reversed.
   */
  @Test
  void aMarkThatIsThereInPartDoesNotCount(@TempDir Path directory) throws IOException {
    byte[] bytes = segment(List.of(entry(1, 2, 100), entry(2, 2, 100)));
    byte[] marked = markFirst(bytes, directory.resolve("segment"));
    for (int cut = 1; cut < STATE_SIZE; cut++) {
      byte[] begun = bytes.clone();
      System.arraycopy(marked, 0, begun, 0, STATE_OFFSET + cut);
      byte[] ended = marked.clone();
      System.arraycopy(bytes, 0, ended, 0, STATE_OFFSET + cut);
      assertThat(read(begun)).as("%d bytes", cut).isEqualTo(read(bytes)).hasSize(2);
      assertThat(read(ended)).as("without %d bytes", cut).isEqualTo(read(bytes));
    }
  }

  private static byte[] markFirst(byte[] bytes, Path path) throws IOException {
    try (ShareFile file = ShareFile.create(path)) {
      file.write(0, ByteBuffer.wrap(bytes));
      LogRecord.read(file, 0).orElseThrow().markDone(file);
      return file.field(0, bytes.length).array();
    }
  }
}
