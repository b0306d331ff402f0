package org.truckee.grid.immutable.assist;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.memory.MemoryBudget;

/** Fetches the crypttext of a file from a client, from where it broke off last time. */
final class CrypttextFetch {
  /** Bytes that are asked for at once. */
  private static final int PIECE = 512 << 10;

  /** A piece as it arrives and as it is written. */
  private static final long MEMORY = 2L * PIECE;

  private static final Duration FOR_MEMORY = Duration.ofMinutes(5);
  private static final long MAX_SIZE = 1L << 50;

  private final StorageIndex index;
  private final CrypttextFiles files;
  private final MemoryBudget memory;
  private final AssistantCounters counters;
  private long fetched;
  private long waited;
  private boolean resumed;

  CrypttextFetch(
      StorageIndex index, CrypttextFiles files, MemoryBudget memory, AssistantCounters counters) {
    this.index = index;
    this.files = files;
    this.memory = memory;
    this.counters = counters;
  }

  /**
   * Fetches what is missing; at the end the file is complete.
   *
   * @throws CrypttextReaderException if the client does not give it; what has come is kept
   * @throws IOException if it cannot be kept
   */
  void from(CrypttextReader reader) throws IOException, InterruptedException {
    long size = reader.size();
    if (size < 1 || size > MAX_SIZE) {
      throw new CrypttextReaderException("a client offers a file of %d bytes".formatted(size));
    }
    try (MemoryBudget.Grant _ =
            memory
                .take(MEMORY, MEMORY, FOR_MEMORY)
                .orElseThrow(
                    () ->
                        new TooManyTransfersException(
                            "the helper has too many uploads under way: try again later"));
        CrypttextFiles.Incoming file = files.receive(index, size)) {
      if (file.length() > 0 && !resumed) {
        resumed = true;
        counters.resumes().increment();
      }
      while (file.length() < size) {
        fetch(reader, file, (int) Math.min(PIECE, size - file.length()));
      }
      file.complete();
    }
  }

  private void fetch(CrypttextReader reader, CrypttextFiles.Incoming file, int length)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    List<byte[]> pieces = reader.read(file.length(), length);
    waited += System.nanoTime() - begin;
    long got = pieces.stream().mapToLong(piece -> piece.length).sum();
    if (got != length) {
      throw new CrypttextReaderException(
          "a client gave %d bytes instead of %d".formatted(got, length));
    }
    for (byte[] piece : pieces) {
      file.append(piece);
    }
    fetched += length;
    counters.fetchedBytes().add(length);
  }

  /** How many bytes have come. */
  long fetched() {
    return fetched;
  }

  /** How long they were waited for. */
  Duration waited() {
    return Duration.ofNanos(waited);
  }
}
