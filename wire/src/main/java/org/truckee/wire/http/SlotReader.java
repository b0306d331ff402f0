package org.truckee.wire.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** Lists shares and reads ranges of many shares at once ({@code spec/05 §8.2, §9, §12.3}). */
final class SlotReader {
  private final ServerCalls calls;

  SlotReader(ServerCalls calls) {
    this.calls = calls;
  }

  /** The shares that a server has under an index. */
  Set<ShareNumber> list(ShareKind kind, StorageIndex index)
      throws StorageException, InterruptedException {
    String what = "list of " + index.abbreviated();
    Answer answer = calls.get(new Target.Shares(kind, index), what);
    return calls.decode(calls.message(answer, what, 200), what, in -> Messages.shares(in));
  }

  /** Reads every range of every share; of all shares if none is named. */
  Map<ShareNumber, List<byte[]>> read(
      StorageIndex index, Set<ShareNumber> named, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    Set<ShareNumber> shares = named;
    // A range of no bytes cannot be asked for; whether the share exists, the list tells then.
    if (named.isEmpty() || ranges.stream().allMatch(range -> range.length() == 0)) {
      shares = list(ShareKind.MUTABLE, index);
      if (!named.isEmpty()) {
        shares.retainAll(named);
      }
    }
    Map<ShareNumber, List<byte[]>> result = new HashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        Map<ShareNumber, List<Future<Optional<byte[]>>>> pending = new HashMap<>();
        for (ShareNumber share : shares) {
          pending.put(
              share, start(threads, new Target.Share(ShareKind.MUTABLE, index, share), ranges));
        }
        for (Map.Entry<ShareNumber, List<Future<Optional<byte[]>>>> share : pending.entrySet()) {
          join(share.getValue()).ifPresent(data -> result.put(share.getKey(), data));
        }
      } finally {
        threads.shutdownNow();
      }
    }
    return result;
  }

  private List<Future<Optional<byte[]>>> start(
      ExecutorService threads, Target.Share share, List<ReadVector> ranges) {
    HttpShareReader reader = new HttpShareReader(calls, share);
    List<Future<Optional<byte[]>>> pending = new ArrayList<>();
    for (ReadVector range : ranges) {
      pending.add(threads.submit(() -> read(reader, range)));
    }
    return pending;
  }

  private static Optional<byte[]> read(HttpShareReader reader, ReadVector range)
      throws StorageException, InterruptedException {
    if (range.length() == 0 || range.offset() == Long.MAX_VALUE) {
      return Optional.of(new byte[0]);
    }
    long end = range.offset() + Math.min(range.length(), Long.MAX_VALUE - range.offset());
    return reader.read(new ByteRange(range.offset(), end));
  }

  /** The data of one share; empty if it does not exist. */
  private static Optional<List<byte[]>> join(List<Future<Optional<byte[]>>> pending)
      throws StorageException, InterruptedException {
    List<byte[]> data = new ArrayList<>();
    for (Future<Optional<byte[]>> piece : pending) {
      try {
        Optional<byte[]> bytes = piece.get();
        if (bytes.isEmpty()) {
          return Optional.empty();
        }
        data.add(bytes.get());
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case StorageException failure -> throw failure;
          case InterruptedException interrupt -> throw interrupt;
          default -> throw new IllegalStateException(e.getCause());
        }
      }
    }
    return Optional.of(data);
  }
}
