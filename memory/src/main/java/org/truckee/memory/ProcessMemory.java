package org.truckee.memory;

/**
 * How the heap of a process is shared out. One for each process; all nodes in it take from it.
 *
 * <p>A sixth, but at least 24 MiB, belongs to the program itself. A fifth is for connections and
 * the requests on them, of which the door for users has a part of its own, so that a flood of one
 * door leaves the other open. A twenty-eighth is for peers over Foolscap, who stay connected. A
 * tenth, at most 48 MiB, is the reserve of downloads. The rest is shared by those who work for this
 * node's user (transfers) and those who work for others (service); neither can take all of it.
 */
public final class ProcessMemory {
  private static final long MIB = 1 << 20;
  private static final long PROGRAM = 24 * MIB;
  private static final long RESERVE = 48 * MIB;

  private final long heap;
  private final MemoryBudget connections;
  private final MemoryBudget doorConnections;
  private final MemoryBudget peers;
  private final MemoryBudget service;
  private final MemoryBudget transfers;
  private final long reserve;

  private ProcessMemory(long heap) {
    this.heap = heap;
    this.connections = new MemoryBudget(heap / 8);
    this.doorConnections = new MemoryBudget(heap / 14);
    this.peers = new MemoryBudget(heap / 28);
    this.reserve = Math.min(RESERVE, heap / 10);
    long fixed = Math.max(PROGRAM, heap / 6) + heap / 8 + heap / 14 + heap / 28 + reserve;
    MemoryBudget shared = new MemoryBudget(Math.max(heap / 8, heap - fixed));
    this.service = shared.part(shared.bytes() / 8 * 7);
    this.transfers = shared.part(shared.bytes() / 5 * 3);
  }

  /** The heap of this process. */
  public static ProcessMemory ofThisProcess() {
    return ofHeap(Runtime.getRuntime().maxMemory());
  }

  /**
   * A heap of so many bytes.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public static ProcessMemory ofHeap(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException("a heap has a size, not %d".formatted(bytes));
    }
    return new ProcessMemory(bytes);
  }

  /** The size of the heap in bytes. */
  public long heap() {
    return heap;
  }

  /** For connections of other nodes, and the heads of their requests. */
  public MemoryBudget connections() {
    return connections;
  }

  /** For connections of users, and the heads of their requests. */
  public MemoryBudget doorConnections() {
    return doorConnections;
  }

  /** For connections of other nodes over Foolscap, which last. */
  public MemoryBudget peers() {
    return peers;
  }

  /** For what other nodes send and ask for. */
  public MemoryBudget service() {
    return service;
  }

  /** For uploads, downloads and checks of this node's user, and for what waits to be uploaded. */
  public MemoryBudget transfers() {
    return transfers;
  }

  /** Bytes that downloads may have beside {@link #transfers}, when others rest half read. */
  public long reserve() {
    return reserve;
  }

  @Override
  public String toString() {
    return "%d MiB of heap, %d for service, %d for transfers"
        .formatted(heap / MIB, service.bytes() / MIB, transfers.bytes() / MIB);
  }
}
