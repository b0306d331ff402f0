package org.truckee.grid.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.Excerpt;
import org.truckee.storage.FoundShare;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.Refusal;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.WriteProgress;
import org.truckee.storage.memory.MemoryStorageServer;

/** A server that works until it is told not to, and remembers what it was asked. */
public final class FaultyServer implements StorageServer, StorageShortcuts {
  /** A notice of a damaged share that a client sent. */
  public record Advisory(StorageIndex index, ShareNumber share, String reason) {}

  private static final long UNLIMITED = Long.MAX_VALUE;

  private final String name;
  private final StorageServer server;
  private final List<Call> calls = new ArrayList<>();
  private final List<Advisory> advisories = new ArrayList<>();
  private final Map<Operation, Gate> gates = new EnumMap<>(Operation.class);
  private final Set<Operation> refused = EnumSet.noneOf(Operation.class);
  private final Map<ShareNumber, UnaryOperator<byte[]>> tampered = new HashMap<>();
  private long operationsLeft = UNLIMITED;
  private long roomLeft = UNLIMITED;
  private boolean readOnly;
  private boolean excerpts;
  private boolean whole;
  private boolean taciturn;
  private final Set<ShareNumber> unreadable = new HashSet<>();

  FaultyServer(String name, StorageServer server) {
    this.name = name;
    this.server = server;
  }

  /** From now on nothing is answered but that the server cannot be reached. */
  public void crash() {
    crashAfter(0);
  }

  /** Works for so many more operations and then vanishes. */
  public synchronized void crashAfter(long operations) {
    operationsLeft = operations;
  }

  /** Takes back every fault; calls that are held go on. */
  public synchronized void recover() {
    operationsLeft = UNLIMITED;
    roomLeft = UNLIMITED;
    readOnly = false;
    refused.clear();
    tampered.clear();
    gates.values().forEach(Gate::open);
    gates.clear();
  }

  /** Never answers these operations (all, if none is named) until interrupted. */
  public Gate stall(Operation... operations) {
    return hold(operations);
  }

  /** Answers these operations (all, if none is named) only when the gate is opened. */
  public synchronized Gate hold(Operation... operations) {
    Gate gate = new Gate();
    for (Operation operation : operations.length == 0 ? Operation.values() : operations) {
      gates.put(operation, gate);
    }
    return gate;
  }

  /** Answers these operations with an error. */
  public synchronized void refuse(Operation... operations) {
    refused.addAll(Arrays.asList(operations));
  }

  /** Takes so many more bytes and then has no room left. */
  public synchronized void fillUpAfter(long bytes) {
    roomLeft = bytes;
  }

  /** Grants no space for new shares from now on, and says so. */
  public synchronized void becomeReadOnly() {
    readOnly = true;
  }

  /** Refuses shares without a reason from now on, as servers of the reference do. */
  public synchronized void giveNoReasons() {
    taciturn = true;
  }

  /** Has something in the place of a share that it cannot read. */
  public synchronized void loseTheContainerOf(int share) {
    unreadable.add(new ShareNumber(share));
  }

  /** Flips the bits of {@code mask} in one byte of a share, if it is that long. */
  public void corrupt(int share, long offset, int mask) {
    corrupt(share, offset, offset + 1, mask);
  }

  /** Flips the bits of {@code mask} in every byte of {@code [from, to)} of a share. */
  public void corrupt(int share, long from, long to, int mask) {
    tamper(
        share,
        bytes -> {
          for (long i = from; i < Math.min(to, bytes.length); i++) {
            bytes[(int) i] ^= (byte) mask;
          }
          return bytes;
        });
  }

  /** Cuts a share to {@code length} bytes. */
  public void truncate(int share, int length) {
    tamper(share, bytes -> Arrays.copyOf(bytes, Math.min(length, bytes.length)));
  }

  /** Adds bytes behind the end of a share. */
  public void append(int share, byte[] garbage) {
    tamper(
        share,
        bytes -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + garbage.length);
          System.arraycopy(garbage, 0, longer, bytes.length, garbage.length);
          return longer;
        });
  }

  /** Shows something else instead of a share, in addition to what is already done to it. */
  public synchronized void tamper(int share, UnaryOperator<byte[]> change) {
    tampered.merge(
        new ShareNumber(share),
        change,
        (first, second) -> bytes -> second.apply(first.apply(bytes)));
  }

  /** Claims to have a share, and shows these bytes when asked for it. */
  public void pretend(int share, byte[] bytes) {
    tamper(share, unused -> bytes.clone());
  }

  /** Everything that was asked so far, in order. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** What was asked so far of one operation. */
  public List<Call> calls(Operation operation) {
    return calls().stream().filter(call -> call.operation() == operation).toList();
  }

  /** Waits until an operation was asked so often. */
  public synchronized void awaitCalls(Operation operation, int count) throws InterruptedException {
    while (calls.stream().filter(call -> call.operation() == operation).count() < count) {
      wait();
    }
  }

  /** The notices of damaged shares so far. */
  public synchronized List<Advisory> advisories() {
    return List.copyOf(advisories);
  }

  /** Forgets what was asked so far. */
  public synchronized void forgetCalls() {
    calls.clear();
    advisories.clear();
  }

  @Override
  public ServerVersion version() throws StorageException, InterruptedException {
    begin(Call.of(Operation.VERSION));
    ServerVersion version = server.version();
    boolean full = isReadOnly();
    return new ServerVersion(
        full ? 0 : version.maximumImmutableShareSize(),
        version.maximumMutableShareSize(),
        full ? 0 : version.availableSpace(),
        version.applicationVersion());
  }

  @Override
  public Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> shares, long allocatedSize)
      throws StorageException, InterruptedException {
    begin(Call.of(Operation.ALLOCATE, allocatedSize));
    Set<ShareNumber> wanted = new HashSet<>(isReadOnly() ? Set.of() : shares);
    wanted.removeAll(unreadable());
    Allocation allocation = server.allocateBuckets(index, leases, wanted, allocatedSize);
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    allocation
        .writers()
        .forEach((share, writer) -> writers.put(share, new FaultyWriter(share, writer)));
    Map<ShareNumber, Refusal> reasons = new HashMap<>(allocation.refused());
    unreadable().forEach(share -> reasons.put(share, Refusal.UNREADABLE));
    Allocation reasoned = new Allocation(allocation.alreadyHave(), writers, reasons);
    return isTaciturn()
        ? new Allocation(allocation.alreadyHave(), writers)
        : reasoned.refusingOthers(shares, Refusal.READ_ONLY);
  }

  private synchronized Set<ShareNumber> unreadable() {
    return Set.copyOf(unreadable);
  }

  private synchronized boolean isTaciturn() {
    return taciturn;
  }

  @Override
  public synchronized Optional<StorageShortcuts> shortcuts() {
    return whole || excerpts ? Optional.of(this) : Optional.empty();
  }

  /** Stores small shares whole from now on. */
  public synchronized void storeWholeShares() {
    whole = true;
  }

  /** Is replaced by a server that knows nothing of that. */
  public synchronized void storeNoMoreWholeShares() {
    whole = false;
  }

  @Override
  public synchronized boolean storesWhole() {
    return whole;
  }

  @Override
  public Optional<Allocation> storeWhole(
      StorageIndex index, LeaseSecrets leases, Map<ShareNumber, ByteBuffer> shares)
      throws StorageException, InterruptedException {
    long length = shares.values().stream().mapToLong(ByteBuffer::remaining).sum();
    begin(Call.of(Operation.STORE, length));
    if (!storesWhole()) {
      return Optional.empty();
    }
    take(isReadOnly() ? 0 : length);
    Allocation allocation =
        server
            .shortcuts()
            .orElseThrow()
            .storeWhole(index, leases, isReadOnly() ? Map.of() : shares)
            .orElseThrow();
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    allocation
        .writers()
        .forEach((share, writer) -> writers.put(share, new FaultyWriter(share, writer)));
    Allocation faulty = new Allocation(allocation.alreadyHave(), writers, allocation.refused());
    return Optional.of(
        allocation.alreadyHave().isEmpty()
            ? faulty.refusingOthers(shares.keySet(), Refusal.READ_ONLY)
            : faulty);
  }

  @Override
  public Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException, InterruptedException {
    begin(Call.of(Operation.GET_BUCKETS));
    Map<ShareNumber, BucketReader> readers = new HashMap<>();
    server.getBuckets(index).forEach((share, reader) -> readers.put(share, faulty(share, reader)));
    synchronized (this) {
      for (ShareNumber share : tampered.keySet()) {
        readers.computeIfAbsent(
            share, unused -> faulty(share, MemoryStorageServer.reader(new byte[0])));
      }
    }
    return readers;
  }

  /** Sends excerpts of its shares along from now on, as they are with all faults. */
  public synchronized void sendExcerpts() {
    excerpts = true;
  }

  @Override
  public Map<ShareNumber, FoundShare> findShares(
      StorageIndex index, List<ByteRange> likely, int most)
      throws StorageException, InterruptedException {
    Map<ShareNumber, BucketReader> readers = new TreeMap<>(getBuckets(index));
    Map<ShareNumber, FoundShare> found = new HashMap<>();
    int left = most;
    for (Map.Entry<ShareNumber, BucketReader> share : readers.entrySet()) {
      List<Excerpt> along = sendsExcerpts() ? excerpts(index, share.getKey(), likely) : List.of();
      int bytes = along.stream().mapToInt(excerpt -> excerpt.bytes().length).sum();
      found.put(
          share.getKey(), new FoundShare(share.getValue(), bytes <= left ? along : List.of()));
      left -= bytes <= left ? bytes : 0;
    }
    return found;
  }

  private synchronized boolean sendsExcerpts() {
    return excerpts;
  }

  private List<Excerpt> excerpts(StorageIndex index, ShareNumber share, List<ByteRange> ranges)
      throws StorageException, InterruptedException {
    BucketReader reader = server.getBuckets(index).get(share);
    byte[] bytes =
        changed(share, reader == null ? MemoryStorageServer.reader(new byte[0]) : reader);
    return ranges.stream()
        .filter(range -> range.length() > 0)
        .map(
            range -> {
              int begin = (int) Math.min(bytes.length, range.begin());
              int end = (int) Math.min(bytes.length, range.end());
              return new Excerpt(range, Arrays.copyOfRange(bytes, begin, end));
            })
        .toList();
  }

  private byte[] changed(ShareNumber share, BucketReader reader)
      throws StorageException, InterruptedException {
    byte[] bytes = whole(reader);
    synchronized (this) {
      return tampered.getOrDefault(share, UnaryOperator.identity()).apply(bytes);
    }
  }

  @Override
  public void addLease(StorageIndex index, LeaseSecrets leases)
      throws StorageException, InterruptedException {
    begin(Call.of(Operation.ADD_LEASE));
    server.addLease(index, leases);
  }

  @Override
  public Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> shares, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    begin(Call.of(Operation.READ_SLOT));
    Map<ShareNumber, List<byte[]>> answer =
        shown(index, server.readSlot(index, shares, ranges), ranges);
    synchronized (this) {
      for (ShareNumber share : tampered.keySet()) {
        if (!answer.containsKey(share) && (shares.isEmpty() || shares.contains(share))) {
          answer.put(share, cut(tampered.get(share).apply(new byte[0]), ranges));
        }
      }
    }
    return answer;
  }

  @Override
  public SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    long length =
        updates.values().stream()
            .flatMap(update -> update.writes().stream())
            .mapToLong(write -> write.data().length)
            .sum();
    begin(Call.of(Operation.WRITE_SLOT, length));
    take(length);
    SlotAnswer answer = server.readTestWrite(index, secrets, updates, ranges);
    return new SlotAnswer(answer.success(), shown(index, answer.data(), ranges));
  }

  /** What is shown of mutable shares instead of what is there. */
  private Map<ShareNumber, List<byte[]>> shown(
      StorageIndex index, Map<ShareNumber, List<byte[]>> answer, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    Map<ShareNumber, List<byte[]>> shown = new TreeMap<>(answer);
    for (ShareNumber share : answer.keySet()) {
      UnaryOperator<byte[]> change = change(share);
      if (change != null) {
        byte[] whole =
            server
                .readSlot(index, Set.of(share), List.of(new ReadVector(0, Integer.MAX_VALUE)))
                .get(share)
                .getFirst();
        shown.put(share, cut(change.apply(whole), ranges));
      }
    }
    return shown;
  }

  private static List<byte[]> cut(byte[] data, List<ReadVector> ranges) {
    return ranges.stream()
        .map(
            range -> {
              int begin = (int) Math.min(range.offset(), data.length);
              int end = (int) Math.min(begin + range.length(), data.length);
              return Arrays.copyOfRange(data, begin, end);
            })
        .toList();
  }

  private synchronized UnaryOperator<byte[]> change(ShareNumber share) {
    return tampered.get(share);
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason)
      throws StorageException, InterruptedException {
    begin(Call.of(Operation.ADVISE, share, 0, reason.length()));
    synchronized (this) {
      advisories.add(new Advisory(index, share, reason));
      notifyAll();
    }
    server.adviseCorruptShare(kind, index, share, reason);
  }

  /** Waits until at least {@code count} notices of damaged shares have come. */
  public synchronized List<Advisory> awaitAdvisories(int count) throws InterruptedException {
    while (advisories.size() < count) {
      wait();
    }
    return List.copyOf(advisories);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Whether nothing is answered any more. */
  public synchronized boolean isDown() {
    return operationsLeft == 0;
  }

  /** Whether this operation is answered with an error. */
  public synchronized boolean refuses(Operation operation) {
    return refused.contains(operation);
  }

  private synchronized boolean isReadOnly() {
    return readOnly;
  }

  private void begin(Call call) throws StorageException, InterruptedException {
    Gate gate;
    synchronized (this) {
      calls.add(call);
      notifyAll();
      if (operationsLeft == 0) {
        throw new ServerUnavailableException("%s is down".formatted(name));
      }
      if (operationsLeft != UNLIMITED) {
        operationsLeft--;
      }
      if (refused.contains(call.operation())) {
        throw new StorageException("%s refuses %s".formatted(name, call.operation()));
      }
      gate = gates.get(call.operation());
    }
    if (gate != null) {
      gate.pass();
    }
  }

  private BucketReader faulty(ShareNumber share, BucketReader reader) {
    return (offset, target) -> {
      begin(Call.of(Operation.READ, share, offset, target.remaining()));
      UnaryOperator<byte[]> change = change(share);
      return change == null
          ? reader.read(offset, target)
          : MemoryStorageServer.reader(change.apply(whole(reader))).read(offset, target);
    };
  }

  private static byte[] whole(BucketReader reader) throws StorageException, InterruptedException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    while (reader.read(bytes.position(), bytes) > 0) {
      if (!bytes.hasRemaining()) {
        bytes = ByteBuffer.allocate(2 * bytes.capacity()).put(bytes.flip());
      }
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  private synchronized void take(long bytes) throws NoSpaceException {
    if (roomLeft != UNLIMITED) {
      if (bytes > roomLeft) {
        roomLeft = 0;
        throw new NoSpaceException("%s is full".formatted(name));
      }
      roomLeft -= bytes;
    }
  }

  private final class FaultyWriter implements BucketWriter {
    private final ShareNumber share;
    private final BucketWriter writer;

    FaultyWriter(ShareNumber share, BucketWriter writer) {
      this.share = share;
      this.writer = writer;
    }

    @Override
    public WriteProgress write(long offset, ByteBuffer... data)
        throws StorageException, InterruptedException {
      long length = Arrays.stream(data).mapToLong(ByteBuffer::remaining).sum();
      begin(Call.of(Operation.WRITE, share, offset, length));
      take(length);
      return writer.write(offset, data);
    }

    @Override
    public void close() throws StorageException, InterruptedException {
      begin(Call.of(Operation.CLOSE, share, 0, 0));
      writer.close();
    }

    @Override
    public void abort() throws StorageException, InterruptedException {
      begin(Call.of(Operation.ABORT, share, 0, 0));
      writer.abort();
    }
  }
}
