package org.truckee.grid.mutable.publish;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.truckee.capability.MutableFormat;
import org.truckee.capability.MutableWriteCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.GridServer;
import org.truckee.grid.mutable.VersionHeader;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteEnabler;

/**
 * Changes shares of one file on servers, with the secrets that this takes ({@code spec/02 §8.1}).
 */
final class SlotWriter {
  private final MutableWriteCap cap;
  private final WriteTimes times;
  private final StorageIndex index;
  private final ClientLeaseSecret.FileLeases leases;
  private final List<ReadVector> checkstrings;

  SlotWriter(MutableWriteCap cap, ClientLeaseSecret leaseSecret, WriteTimes times) {
    this.cap = cap;
    this.times = times;
    this.index = cap.index();
    this.leases = leaseSecret.forFile(index);
    MutableFormat format = cap.format();
    this.checkstrings = List.of(new ReadVector(0, VersionHeader.checkstringLength(format)));
  }

  /**
   * Writes shares of one server if they are as expected. The answer shows how all shares of the
   * file begin.
   *
   * @param guards other shares on the same server that have to be as expected too, or nothing is
   *     written
   * @param contents what is written of a share, by its number
   */
  SlotAnswer write(
      List<PlannedWrite> planned,
      List<PlannedWrite> guards,
      IntFunction<List<ShareUpdate.Write>> contents)
      throws StorageException, InterruptedException {
    return change(planned, guards, contents, OptionalLong.empty());
  }

  /** Deletes the shares if they are as expected. */
  SlotAnswer delete(List<PlannedWrite> planned) throws StorageException, InterruptedException {
    return change(planned, List.of(), _ -> List.of(), OptionalLong.of(0));
  }

  private SlotAnswer change(
      List<PlannedWrite> planned,
      List<PlannedWrite> guards,
      IntFunction<List<ShareUpdate.Write>> contents,
      OptionalLong newLength)
      throws StorageException, InterruptedException {
    GridServer server = planned.getFirst().place().server();
    Map<ShareNumber, ShareUpdate> updates = new HashMap<>();
    for (PlannedWrite guard : guards) {
      ShareUpdate test = new ShareUpdate(guard.tests(), List.of(), OptionalLong.empty());
      updates.put(guard.place().share(), test);
    }
    for (PlannedWrite write : planned) {
      List<ShareUpdate.Write> writes = contents.apply(write.place().number());
      updates.put(write.place().share(), new ShareUpdate(write.tests(), writes, newLength));
    }
    long begun = System.nanoTime();
    SlotAnswer answer =
        server.storage().readTestWrite(index, secrets(server), updates, checkstrings);
    times.took(server.id(), Duration.ofNanos(System.nanoTime() - begun));
    return answer;
  }

  private SlotSecrets secrets(GridServer server) {
    WriteEnabler enabler = WriteEnabler.of(cap.writeKey(), new TubId(server.leaseSeed()));
    return new SlotSecrets(enabler, leases.on(server));
  }
}
