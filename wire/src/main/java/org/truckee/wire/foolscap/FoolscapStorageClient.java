package org.truckee.wire.foolscap;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.Refusal;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;

/**
 * The storage server behind a remote object ({@code spec/07 §9}). It is of use as long as the
 * connection lives over which the object came.
 */
public final class FoolscapStorageClient implements StorageServer {
  private static final byte[] EQUAL = "eq".getBytes(StandardCharsets.US_ASCII);

  private final RemoteStorage.Server server;
  private final LocalObject canary = LocalObject.canary();

  /**
   * The storage server that {@code reference} stands for.
   *
   * @param limit how long a call may take
   */
  public FoolscapStorageClient(RemoteReference reference, Duration limit) {
    this.server = reference.as(RemoteStorage.Server.class, limit);
  }

  /** A call. */
  interface Call<T> {
    T make() throws FoolscapException, InterruptedException, ReportedException;
  }

  /** Makes a call; {@code what} says which in messages. */
  static <T> T call(String what, Call<T> call) throws StorageException, InterruptedException {
    return made(what, call, false);
  }

  /** Makes a call that changes something, and that is never made a second time here. */
  static <T> T change(String what, Call<T> call) throws StorageException, InterruptedException {
    return made(what, call, true);
  }

  private static <T> T made(String what, Call<T> call, boolean change)
      throws StorageException, InterruptedException {
    try {
      return call.make();
    } catch (FoolscapException e) {
      throw StorageFailures.understood(what, e, change);
    } catch (ReportedException e) {
      throw new IllegalStateException("only the called side reports", e);
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(what + ": the server answered nonsense: " + e.getMessage(), e);
    }
  }

  @Override
  public ServerVersion version() throws StorageException, InterruptedException {
    return Versions.fromValue(call("asking for the version", server::getVersion));
  }

  @Override
  public Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> shares, long allocatedSize)
      throws StorageException, InterruptedException {
    return change(
        "asking for space",
        () -> {
          RemoteStorage.Granted granted =
              server.allocateBuckets(
                  index.bytes(),
                  leases.renew().bytes(),
                  leases.cancel().bytes(),
                  numbers(shares),
                  allocatedSize,
                  canary);
          Map<ShareNumber, BucketWriter> writers = new HashMap<>();
          granted
              .writers()
              .forEach(
                  (number, writer) ->
                      writers.put(
                          new ShareNumber(number), new RemoteUpload(writer, allocatedSize)));
          // The protocol tells no reasons.
          return new Allocation(shares(granted.alreadyHave()), writers)
              .refusingOthers(shares, Refusal.UNKNOWN);
        });
  }

  @Override
  public Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException, InterruptedException {
    return call(
        "asking for shares",
        () -> {
          Map<ShareNumber, BucketReader> readers = new HashMap<>();
          server
              .getBuckets(index.bytes())
              .forEach(
                  (number, reader) ->
                      readers.put(new ShareNumber(number), new RemoteShare(reader)));
          return readers;
        });
  }

  @Override
  public void addLease(StorageIndex index, LeaseSecrets leases)
      throws StorageException, InterruptedException {
    change(
        "adding a lease",
        () -> server.addLease(index.bytes(), leases.renew().bytes(), leases.cancel().bytes()));
  }

  @Override
  public Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> shares, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    return call(
        "reading a slot",
        () ->
            byShare(server.slotReadv(index.bytes(), List.copyOf(numbers(shares)), ranges(ranges))));
  }

  @Override
  public SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    Map<Integer, RemoteStorage.Changes> changes = new HashMap<>();
    updates.forEach((share, update) -> changes.put(share.value(), changes(update)));
    return change(
        "changing a slot",
        () -> {
          RemoteStorage.Changed changed =
              server.slotTestvAndReadvAndWritev(
                  index.bytes(),
                  new RemoteStorage.Secrets(
                      secrets.writeEnabler().bytes(),
                      secrets.leases().renew().bytes(),
                      secrets.leases().cancel().bytes()),
                  changes,
                  ranges(ranges));
          return new SlotAnswer(changed.done(), byShare(changed.before()));
        });
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason)
      throws StorageException, InterruptedException {
    call(
        "advising of a corrupt share",
        () -> {
          server.adviseCorruptShare(
              kind.word().getBytes(StandardCharsets.US_ASCII),
              index.bytes(),
              share.value(),
              reason.getBytes(StandardCharsets.UTF_8));
          return kind;
        });
  }

  private static RemoteStorage.Changes changes(ShareUpdate update) {
    List<RemoteStorage.Test> tests = new ArrayList<>();
    update
        .tests()
        .forEach(
            test ->
                tests.add(
                    new RemoteStorage.Test(test.offset(), test.length(), EQUAL, test.specimen())));
    List<RemoteStorage.Write> writes = new ArrayList<>();
    update
        .writes()
        .forEach(write -> writes.add(new RemoteStorage.Write(write.offset(), write.data())));
    Optional<Long> length =
        update.newLength().isPresent()
            ? Optional.of(update.newLength().getAsLong())
            : Optional.empty();
    return new RemoteStorage.Changes(tests, writes, length);
  }

  private static List<RemoteStorage.Range> ranges(List<ReadVector> ranges) {
    return ranges.stream()
        .map(range -> new RemoteStorage.Range(range.offset(), range.length()))
        .toList();
  }

  private static Set<Integer> numbers(Set<ShareNumber> shares) {
    Set<Integer> numbers = new HashSet<>();
    shares.forEach(share -> numbers.add(share.value()));
    return numbers;
  }

  private static Set<ShareNumber> shares(Set<Integer> numbers) {
    Set<ShareNumber> shares = new HashSet<>();
    numbers.forEach(number -> shares.add(new ShareNumber(number)));
    return shares;
  }

  private static Map<ShareNumber, List<byte[]>> byShare(Map<Integer, List<byte[]>> data) {
    Map<ShareNumber, List<byte[]>> byShare = new HashMap<>();
    data.forEach((number, pieces) -> byShare.put(new ShareNumber(number), pieces));
    return byShare;
  }
}
