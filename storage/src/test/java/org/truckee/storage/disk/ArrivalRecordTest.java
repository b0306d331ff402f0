package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.disk.ArrivalRecord.Came;
import org.truckee.storage.disk.ArrivalRecord.Event;
import org.truckee.storage.disk.ArrivalRecord.Left;
import org.truckee.storage.disk.ArrivalRecord.MadeWay;

/** Records come out of a journal as they went in, up to the first that is damaged. */
class ArrivalRecordTest {
  private static final long MARK = 77;
  private static final int OVERHEAD = 84;

  private static Event event(int seed, int kind, int size) {
    byte[] index = new byte[16];
    new Random(seed).nextBytes(index);
    ShareName name = new ShareName(new StorageIndex(index), new ShareNumber(seed & 0xff));
    byte[] container = new byte[OVERHEAD + size];
    new Random(seed).nextBytes(container);
    return switch (kind) {
      case 0 -> new Left(name);
      case 1 -> new MadeWay(name);
      default -> new Came(name, ByteBuffer.wrap(container));
    };
  }

  private static byte[] journal(List<Event> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Event event : events) {
      for (ByteBuffer part : ArrivalRecord.parts(MARK, event)) {
        bytes.write(part.array(), part.position(), part.remaining());
      }
    }
    return bytes.toByteArray();
  }

  private static List<Event> read(byte[] journal) throws IOException {
    List<Event> events = new ArrayList<>();
    ReadableBytes file = StorageVectors.file(journal);
    Optional<ArrivalRecord> record = ArrivalRecord.read(file, 0);
    while (record.isPresent()) {
      assertThat(record.get().mark()).isEqualTo(MARK);
      assertThat(record.get().end()).isLessThanOrEqualTo(journal.length);
      events.add(record.get().event());
      record = ArrivalRecord.read(file, record.get().end());
    }
    return events;
  }

  @Property(tries = 300, seed = "20261122")
  void damagedJournalIsReadUpToTheDamage(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 2000) Integer> sizes,
      @ForAll int hit,
      @ForAll @IntRange(min = 1, max = 255) int damage,
      @ForAll boolean cut)
      throws IOException {
    List<Event> events = new ArrayList<>();
    for (int size : sizes) {
      events.add(event(size, size % 4, size));
    }
    byte[] journal = journal(events);
    assertThat(read(journal)).isEqualTo(events);

    int position = Math.floorMod(hit, journal.length);
    byte[] damaged = cut ? Arrays.copyOf(journal, position) : journal.clone();
    if (!cut) {
      damaged[position] ^= (byte) damage;
    }
    List<Event> found = read(damaged);
    assertThat(found).isEqualTo(events.subList(0, found.size()));
    int sound = journal(found).length;
    assertThat(sound).isLessThanOrEqualTo(position);
    assertThat(journal(events.subList(0, found.size() + 1)).length).isGreaterThan(position);
  }

  @Test
  void containersOfTheLargestSizeAreReadAndNoOthers() throws IOException {
    Event largest = event(1, 2, StorageShortcuts.MAXIMUM_STORED);
    assertThat(read(journal(List.of(largest)))).containsExactly(largest);
    assertThat(read(journal(List.of(event(1, 2, StorageShortcuts.MAXIMUM_STORED + 1))))).isEmpty();
    assertThat(read(journal(List.of(event(1, 2, -1))))).isEmpty();
  }

  @Test
  void sizeThatTheFileDoesNotHaveTakesNoMemory() throws IOException {
    byte[] journal = journal(List.of(event(1, 2, 0)));
    ByteBuffer.wrap(journal).putInt(32, Integer.MAX_VALUE);
    assertThat(read(journal)).isEmpty();
    ByteBuffer.wrap(journal).putInt(32, Integer.MIN_VALUE);
    assertThat(read(journal)).isEmpty();
  }
}
