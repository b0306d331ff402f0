package org.truckee.wire.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.truckee.storage.Excerpt;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;

/** Lists shares and reads ranges of many shares at once ({@code spec/05 §8.2, §9, §12.3}). */
final class SlotReader {
  private final ServerCalls calls;
  private final ExcerptCalls excerpts;

  SlotReader(ServerCalls calls, ExcerptCalls excerpts) {
    this.calls = calls;
    this.excerpts = excerpts;
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
    if (!named.isEmpty() && ranges.stream().anyMatch(range -> range.length() > 0)) {
      return readEach(index, named, ranges);
    }
    Optional<Map<ShareNumber, List<Excerpt>>> found =
        named.isEmpty() ? find(index, ranges) : Optional.empty();
    if (found.isPresent()) {
      return completed(index, found.get(), ranges);
    }
    // A range of no bytes cannot be asked for; whether the share exists, the list tells then.
    Set<ShareNumber> shares = list(ShareKind.MUTABLE, index);
    if (!named.isEmpty()) {
      shares.retainAll(named);
    }
    return readEach(index, shares, ranges);
  }

  /** Asks for the list and the ranges at once, if the server can do this. */
  private Optional<Map<ShareNumber, List<Excerpt>>> find(
      StorageIndex index, List<ReadVector> ranges) throws StorageException, InterruptedException {
    if (ranges.size() > StorageShortcuts.MAXIMUM_EXCERPTS
        || ranges.stream().anyMatch(range -> range.length() == 0 || isEndless(range))) {
      return Optional.empty();
    }
    List<ByteRange> wanted =
        ranges.stream()
            .map(range -> new ByteRange(range.offset(), range.offset() + range.length()))
            .toList();
    return excerpts.find(ShareKind.MUTABLE, index, wanted, Excerpts.MAXIMUM_BYTES);
  }

  private static boolean isEndless(ReadVector range) {
    return range.length() > Long.MAX_VALUE - 1 - range.offset();
  }

  /** Reads of the shares that were found what did not come along with the list. */
  private Map<ShareNumber, List<byte[]>> completed(
      StorageIndex index, Map<ShareNumber, List<Excerpt>> found, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    Map<ShareNumber, List<byte[]>> result = new HashMap<>();
    Set<ShareNumber> missing = new HashSet<>();
    found.forEach(
        (share, sent) -> {
          if (sent.isEmpty()) {
            missing.add(share);
          } else {
            result.put(share, sent.stream().map(Excerpt::bytes).toList());
          }
        });
    result.putAll(readEach(index, missing, ranges));
    return result;
  }

  private Map<ShareNumber, List<byte[]>> readEach(
      StorageIndex index, Set<ShareNumber> shares, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
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
