package org.truckee.storage.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.WriteEnabler;
import org.truckee.storage.WrongKindException;

/** Reads and changes mutable slots ({@code spec/04 §10}). The caller holds the index. */
final class MutableSlots {
  /**
   * The most bytes in one answer, as it is gathered in memory. Clients take no larger ones ({@code
   * spec/05 §12.3}), and read long ranges as streams.
   */
  private static final long LARGEST_ANSWER = 30L << 20;

  private final StorageDirectory directory;
  private final Shares shares;
  private final ShareChanges changes;
  private final byte[] nodeId;

  MutableSlots(StorageDirectory directory, Shares shares, ShareChanges changes, byte[] nodeId) {
    this.directory = directory;
    this.shares = shares;
    this.changes = changes;
    this.nodeId = nodeId;
  }

  /** Reads ranges of the wanted shares that exist, of all if none is named. */
  Map<ShareNumber, List<byte[]>> read(
      StorageIndex index, Set<ShareNumber> wanted, List<ReadVector> ranges) throws IOException {
    SortedSet<ShareNumber> chosen = directory.shareNumbers(index);
    if (!wanted.isEmpty()) {
      chosen.retainAll(wanted);
    }
    Answer answer = new Answer(ranges);
    for (ShareNumber share : chosen) {
      try (ShareFile file = shares.openForReading(index, share)) {
        answer.add(share, MutableContainer.open(new KnownStart(file)));
      } catch (CorruptContainerException e) {
        if (wanted.contains(share)) {
          throw Shares.named(index, share, e);
        }
        shares.warn(index, share, e);
      }
    }
    return answer.data;
  }

  /** Tests, reads and changes the slot; it is held alone. */
  SlotAnswer readTestWrite(
      StorageIndex index,
      WriteEnabler writeEnabler,
      Lease lease,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges,
      long available)
      throws IOException {
    Set<ShareNumber> setAside = new TreeSet<>();
    while (true) {
      try {
        return attempt(index, writeEnabler, lease, updates, ranges, available);
      } catch (DamagedShareException e) {
        if (!setAside.add(e.share)) {
          throw e.damage;
        }
        shares.setAside(index, e.share, e.damage);
      }
    }
  }

  private SlotAnswer attempt(
      StorageIndex index,
      WriteEnabler writeEnabler,
      Lease lease,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges,
      long available)
      throws IOException {
    try (Slot slot = new Slot(index, writeEnabler)) {
      slot.open();
      boolean passed = slot.passes(updates);
      Answer answer = new Answer(ranges);
      for (Map.Entry<ShareNumber, Share> share : slot.existing.entrySet()) {
        answer.add(share.getKey(), share.getValue().container);
      }
      if (passed) {
        slot.write(updates, lease, available);
      }
      return new SlotAnswer(passed, answer.data);
    }
  }

  /** A share that is about to be written is so damaged that it cannot be. */
  private static final class DamagedShareException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ShareNumber share;
    private final CorruptContainerException damage;

    DamagedShareException(ShareNumber share, CorruptContainerException damage) {
      super(damage);
      this.share = share;
      this.damage = damage;
    }
  }

  /** A share of an open slot; nobody else changes it, so that its first bytes are read once. */
  private record Share(ShareFile file, KnownStart bytes, MutableContainer container) {}

  /** All shares of a slot, open for changing. */
  private final class Slot implements AutoCloseable {
    private final StorageIndex index;
    private final WriteEnabler writeEnabler;
    private final List<ShareFile> files = new ArrayList<>();
    private final SortedMap<ShareNumber, Share> existing = new TreeMap<>();
    private final Map<ShareNumber, CorruptContainerException> damaged = new TreeMap<>();

    Slot(StorageIndex index, WriteEnabler writeEnabler) {
      this.index = index;
      this.writeEnabler = writeEnabler;
    }

    /** Opens every share and checks the write enabler of each, asked for or not. */
    void open() throws IOException {
      for (ShareNumber share : directory.shareNumbers(index)) {
        try {
          ShareFile file = shares.openForChanging(index, share, files);
          KnownStart bytes = new KnownStart(file);
          MutableContainer container = MutableContainer.open(bytes);
          container.check(writeEnabler);
          existing.put(share, new Share(file, bytes, container));
        } catch (CorruptContainerException e) {
          refuseImmutable(files.getLast());
          damaged.put(share, e);
          shares.warn(index, share, e);
        }
      }
    }

    private void refuseImmutable(ShareFile file) throws IOException {
      try {
        ImmutableContainer.open(file);
      } catch (CorruptContainerException e) {
        return;
      }
      throw new WrongKindException(
          "%s is an immutable file: it has no mutable slot".formatted(index.abbreviated()));
    }

    boolean passes(Map<ShareNumber, ShareUpdate> updates) throws IOException {
      for (Map.Entry<ShareNumber, ShareUpdate> update : updates.entrySet()) {
        requireSound(update.getKey());
        Share share = existing.get(update.getKey());
        for (ShareUpdate.Test test : update.getValue().tests()) {
          if (!passes(share, test)) {
            return false;
          }
        }
      }
      return true;
    }

    private void requireSound(ShareNumber share) throws DamagedShareException {
      if (damaged.containsKey(share)) {
        throw new DamagedShareException(share, Shares.named(index, share, damaged.get(share)));
      }
    }

    private static boolean passes(Share share, ShareUpdate.Test test) throws IOException {
      if (share == null) {
        return test.specimen().length == 0;
      }
      long length = share.container.readableLength(test.offset(), test.length());
      return length == test.specimen().length
          && Arrays.equals(share.container.read(test.offset(), length), test.specimen());
    }

    void write(Map<ShareNumber, ShareUpdate> updates, Lease lease, long available)
        throws IOException {
      List<ShareChanges.Change> planned = new ArrayList<>();
      for (Map.Entry<ShareNumber, ShareUpdate> entry : updates.entrySet()) {
        planned.add(plan(entry.getKey(), entry.getValue(), lease, available));
      }
      changes.commit(index, planned);
    }

    private ShareChanges.Change plan(
        ShareNumber number, ShareUpdate update, Lease lease, long available) throws IOException {
      if (update.newLength().isPresent() && update.newLength().getAsLong() == 0) {
        return new ShareChanges.Delete(number);
      }
      Share share = existing.get(number);
      StagedFile staged = share == null ? StagedFile.empty() : StagedFile.over(share.bytes);
      if (share == null) {
        MutableContainer.create(staged, nodeId, writeEnabler);
      }
      try {
        new MutableEdits(staged).apply(update.writes(), update.newLength());
        new MutableLeases(staged).addOrRenew(lease, nodeId, available);
      } catch (CorruptContainerException e) {
        throw new DamagedShareException(number, Shares.named(index, number, e));
      }
      return share == null
          ? new ShareChanges.Create(number, staged)
          : new ShareChanges.Edit(number, share.file, staged, true);
    }

    @Override
    public void close() throws IOException {
      for (ShareFile file : files) {
        file.close();
      }
    }
  }

  /** The data that is read, with a limit on all of it. */
  private static final class Answer {
    private final List<ReadVector> ranges;
    private final Map<ShareNumber, List<byte[]>> data = new HashMap<>();
    private long size;

    Answer(List<ReadVector> ranges) {
      this.ranges = ranges;
    }

    void add(ShareNumber share, MutableContainer container) throws IOException {
      List<byte[]> parts = new ArrayList<>();
      for (ReadVector range : ranges) {
        long length = container.readableLength(range.offset(), range.length());
        size += length;
        if (size > LARGEST_ANSWER) {
          throw new DataTooLargeException(
              "more than %d bytes were asked for at once: read less".formatted(LARGEST_ANSWER));
        }
        parts.add(container.read(range.offset(), length));
      }
      data.put(share, parts);
    }
  }
}
