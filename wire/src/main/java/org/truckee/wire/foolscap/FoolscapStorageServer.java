package org.truckee.wire.foolscap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.remote.Concurrent;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Reference;
import org.truckee.foolscap.value.Value;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteEnabler;

/** A storage server of this process, to be called over Foolscap ({@code spec/07 §9}). */
@Concurrent
public final class FoolscapStorageServer implements RemoteStorage.Server {
  private static final byte[] EQUAL = "eq".getBytes(StandardCharsets.US_ASCII);

  private final LocalStorageServer storage;

  private FoolscapStorageServer(LocalStorageServer storage) {
    this.storage = storage;
  }

  /** The object that is published for {@code storage}. */
  public static LocalObject of(LocalStorageServer storage) {
    return LocalObject.of(RemoteStorage.Server.class, new FoolscapStorageServer(storage));
  }

  static <T> T told(Work<T> work)
      throws InterruptedException, ReportedException, ViolationException {
    try {
      return work.run();
    } catch (StorageException e) {
      throw StorageFailures.told(e);
    } catch (IllegalArgumentException e) {
      throw new ReportedException(RemoteFailure.assertionError(String.valueOf(e.getMessage())), e);
    }
  }

  /** What a call does; its failures are told in the terms of the wire. */
  interface Work<T> {
    T run() throws StorageException, InterruptedException, ReportedException, ViolationException;
  }

  @Override
  public Value getVersion() throws InterruptedException, ReportedException, ViolationException {
    return told(() -> Versions.toValue(storage.version()));
  }

  @Override
  public RemoteStorage.Granted allocateBuckets(
      byte[] storageIndex,
      byte[] renewSecret,
      byte[] cancelSecret,
      Set<Integer> sharenums,
      long allocatedSize,
      Reference canary)
      throws InterruptedException, ReportedException, ViolationException {
    return told(
        () -> {
          Allocation allocation =
              storage.allocateBuckets(
                  index(storageIndex),
                  leases(renewSecret, cancelSecret),
                  shares(sharenums),
                  allocatedSize);
          ServedUploads uploads =
              new ServedUploads((RemoteReference) canary, allocation.writers().size());
          Map<Integer, RemoteStorage.Writer> writers = new HashMap<>();
          for (Map.Entry<ShareNumber, BucketWriter> writer : allocation.writers().entrySet()) {
            writers.put(writer.getKey().value(), uploads.add(writer.getValue(), allocatedSize));
          }
          return new RemoteStorage.Granted(numbers(allocation.alreadyHave()), writers);
        });
  }

  @Override
  public Value addLease(byte[] storageIndex, byte[] renewSecret, byte[] cancelSecret)
      throws InterruptedException, ReportedException, ViolationException {
    return told(
        () -> {
          storage.addLease(index(storageIndex), leases(renewSecret, cancelSecret));
          return Value.None.NONE;
        });
  }

  @Override
  public Map<Integer, RemoteStorage.Reader> getBuckets(byte[] storageIndex)
      throws InterruptedException, ReportedException, ViolationException {
    return told(
        () -> {
          StorageIndex index = index(storageIndex);
          Map<Integer, RemoteStorage.Reader> readers = new HashMap<>();
          for (ShareNumber share : storage.getBuckets(index).keySet()) {
            readers.put(share.value(), new ServedShare(storage, index, share));
          }
          return readers;
        });
  }

  @Override
  public Map<Integer, List<byte[]>> slotReadv(
      byte[] storageIndex, List<Integer> shares, List<RemoteStorage.Range> readv)
      throws InterruptedException, ReportedException, ViolationException {
    return told(
        () ->
            byNumber(
                storage.readSlot(
                    index(storageIndex), shares(new HashSet<>(shares)), vectors(readv))));
  }

  @Override
  public RemoteStorage.Changed slotTestvAndReadvAndWritev(
      byte[] storageIndex,
      RemoteStorage.Secrets secrets,
      Map<Integer, RemoteStorage.Changes> twVectors,
      List<RemoteStorage.Range> rVector)
      throws InterruptedException, ReportedException, ViolationException {
    return told(
        () -> {
          Map<ShareNumber, ShareUpdate> updates = new HashMap<>();
          for (Map.Entry<Integer, RemoteStorage.Changes> change : twVectors.entrySet()) {
            updates.put(new ShareNumber(change.getKey()), update(change.getValue()));
          }
          SlotSecrets slotSecrets =
              new SlotSecrets(
                  new WriteEnabler(secrets.writeEnabler()),
                  leases(secrets.renew(), secrets.cancel()));
          SlotAnswer answer =
              storage.readTestWrite(index(storageIndex), slotSecrets, updates, vectors(rVector));
          return new RemoteStorage.Changed(answer.success(), byNumber(answer.data()));
        });
  }

  @Override
  public void adviseCorruptShare(byte[] shareType, byte[] storageIndex, int shnum, byte[] reason)
      throws InterruptedException, ReportedException, ViolationException {
    told(
        () -> {
          ShareKind kind =
              switch (new String(shareType, StandardCharsets.US_ASCII)) {
                case "immutable" -> ShareKind.IMMUTABLE;
                case "mutable" -> ShareKind.MUTABLE;
                default -> throw new IllegalArgumentException("there is no such type of share");
              };
          storage.adviseCorruptShare(
              kind, index(storageIndex), new ShareNumber(shnum), text(reason));
          return kind;
        });
  }

  static String text(byte[] reason) {
    return new String(reason, StandardCharsets.UTF_8);
  }

  private static StorageIndex index(byte[] bytes) {
    return new StorageIndex(bytes);
  }

  private static LeaseSecrets leases(byte[] renew, byte[] cancel) {
    return new LeaseSecrets(new LeaseSecret(renew), new LeaseSecret(cancel));
  }

  private static Set<ShareNumber> shares(Set<Integer> numbers) {
    Set<ShareNumber> shares = new HashSet<>();
    numbers.forEach(number -> shares.add(new ShareNumber(number)));
    return shares;
  }

  private static Set<Integer> numbers(Set<ShareNumber> shares) {
    Set<Integer> numbers = new HashSet<>();
    shares.forEach(share -> numbers.add(share.value()));
    return numbers;
  }

  private static Map<Integer, List<byte[]>> byNumber(Map<ShareNumber, List<byte[]>> data) {
    Map<Integer, List<byte[]>> byNumber = new HashMap<>();
    data.forEach((share, pieces) -> byNumber.put(share.value(), pieces));
    return byNumber;
  }

  private static List<ReadVector> vectors(List<RemoteStorage.Range> ranges) {
    return ranges.stream().map(range -> new ReadVector(range.offset(), range.length())).toList();
  }

  private static ShareUpdate update(RemoteStorage.Changes changes) {
    List<ShareUpdate.Test> tests = new ArrayList<>();
    for (RemoteStorage.Test test : changes.tests()) {
      if (!Arrays.equals(test.operator(), EQUAL)) {
        throw new IllegalArgumentException("the only operator is eq");
      }
      tests.add(new ShareUpdate.Test(test.offset(), test.length(), test.specimen()));
    }
    List<ShareUpdate.Write> writes =
        changes.writes().stream()
            .map(write -> new ShareUpdate.Write(write.offset(), write.data()))
            .toList();
    OptionalLong length = changes.newLength().map(OptionalLong::of).orElseGet(OptionalLong::empty);
    return new ShareUpdate(tests, writes, length);
  }
}
