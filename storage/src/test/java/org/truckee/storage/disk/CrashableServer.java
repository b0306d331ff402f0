package org.truckee.storage.disk;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.WriteEnabler;

/**
 * A disk server in a process of its own, to be killed. Commands come from standard input, each is
 * carried out on a thread of its own, and what is acknowledged goes to standard output.
 *
 * <p>Bytes are named by a seed, see {@link #bytes}.
 */
final class CrashableServer {
  /** What a command asks for. */
  enum Command {
    UPLOAD,
    STORE,
    CHANGE_SLOT,
    ADD_LEASE,
    READ_IMMUTABLE,
    READ_SLOT,
    COUNT_LEASES
  }

  private final DiskStorageServer server;
  private final SettableClock clock;
  private final Path directory;
  private final DataOutputStream answers;

  private CrashableServer(
      DiskStorageServer server, SettableClock clock, Path directory, DataOutputStream answers) {
    this.server = server;
    this.clock = clock;
    this.directory = directory;
    this.answers = answers;
  }

  /** Waits for one byte, then serves the directory that is named by the only argument. */
  public static void main(String[] arguments) throws IOException {
    DataOutputStream answers =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    // The log must not get between the answers.
    System.setOut(System.err);
    DataInputStream commands = new DataInputStream(new BufferedInputStream(System.in));
    commands.readByte();
    Path directory = Path.of(arguments[0]);
    DiskStorageOptions options = DiskStorageOptions.of(directory, new TubId(new byte[20]));
    SettableClock clock = new SettableClock(Instant.now());
    DiskStorageServer server =
        DiskStorageServer.start(options.withClock(clock).withMonotonicClock(clock));
    new CrashableServer(server, clock, directory, answers).serve(commands);
  }

  private void serve(DataInputStream commands) throws IOException {
    try {
      while (true) {
        Order order = Order.read(commands);
        Thread.startVirtualThread(() -> carryOut(order));
      }
    } catch (EOFException e) {
      server.close();
    }
  }

  private void carryOut(Order order) {
    Optional<byte[]> answer;
    boolean done;
    try {
      answer = answer(order);
      done = true;
    } catch (Exception | LinkageError e) {
      answer = Optional.of(e.toString().getBytes(StandardCharsets.UTF_8));
      done = false;
    }
    try {
      synchronized (answers) {
        answers.writeLong(order.id);
        answers.writeBoolean(done);
        answers.writeInt(answer.map(bytes -> bytes.length).orElse(-1));
        answers.write(answer.orElse(new byte[0]));
        answers.flush();
      }
    } catch (IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  private Optional<byte[]> answer(Order order) throws Exception {
    ShareNumber share = new ShareNumber(0);
    return switch (order.command) {
      case UPLOAD -> upload(order, share);
      case STORE -> store(order, share);
      case CHANGE_SLOT -> changeSlot(order, share);
      case ADD_LEASE -> {
        server.addLease(order.index, leases(order.seed));
        yield Optional.empty();
      }
      case READ_IMMUTABLE -> read(ShareKind.IMMUTABLE, order.index, share);
      case READ_SLOT -> read(ShareKind.MUTABLE, order.index, share);
      case COUNT_LEASES -> {
        String name = order.index.toString();
        Path path = directory.resolve("shares").resolve(name.substring(0, 2)).resolve(name);
        try (ShareFile file = ShareFile.forReading(path.resolve("0"))) {
          long count = ImmutableContainer.open(file).leaseCount();
          yield Optional.of(ByteBuffer.allocate(8).putLong(count).array());
        }
      }
    };
  }

  private Optional<byte[]> upload(Order order, ShareNumber share) throws Exception {
    byte[] data = bytes(order.seed, order.length);
    BucketWriter writer =
        server
            .allocateBuckets(order.index, leases(0), Set.of(share), data.length)
            .writers()
            .get(share);
    int half = data.length / 2;
    writer.write(half, ByteBuffer.wrap(data, half, data.length - half));
    writer.write(0, ByteBuffer.wrap(data, 0, half));
    writer.close();
    return Optional.empty();
  }

  private Optional<byte[]> store(Order order, ShareNumber share) throws Exception {
    ByteBuffer data = ByteBuffer.wrap(bytes(order.seed, order.length));
    server.storeWhole(order.index, leases(0), Map.of(share, data)).orElseThrow();
    // Every third or so has to make the shares before it durable.
    clock.advance(Duration.ofSeconds(20));
    server.checkpoint();
    return Optional.empty();
  }

  private Optional<byte[]> changeSlot(Order order, ShareNumber share) throws Exception {
    SlotSecrets secrets = new SlotSecrets(new WriteEnabler(new byte[32]), leases(0));
    ShareUpdate update = new ShareUpdate(List.of(), order.writes(), OptionalLong.empty());
    server.readTestWrite(order.index, secrets, Map.of(share, update), List.of());
    return Optional.empty();
  }

  private Optional<byte[]> read(ShareKind kind, StorageIndex index, ShareNumber share)
      throws Exception {
    try (OpenShare open = server.openShare(kind, index, share).orElse(null)) {
      if (open == null) {
        return Optional.empty();
      }
      byte[] data = new byte[(int) open.length()];
      open.read(0, ByteBuffer.wrap(data));
      return Optional.of(data);
    }
  }

  /** The bytes that a seed stands for. */
  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static LeaseSecrets leases(long seed) {
    return new LeaseSecrets(new LeaseSecret(bytes(seed, 32)), new LeaseSecret(bytes(~seed, 32)));
  }

  /**
   * A command.
   *
   * @param id comes back with the answer
   * @param seed for the bytes to write or the lease to add
   * @param offsets where in a slot the bytes go, each time all of them
   */
  record Order(
      long id, Command command, StorageIndex index, long seed, int length, List<Integer> offsets) {
    void write(DataOutputStream out) throws IOException {
      out.writeLong(id);
      out.writeInt(command.ordinal());
      out.write(index.bytes());
      out.writeLong(seed);
      out.writeInt(length);
      out.writeInt(offsets.size());
      for (int offset : offsets) {
        out.writeInt(offset);
      }
      out.flush();
    }

    static Order read(DataInputStream in) throws IOException {
      long id = in.readLong();
      Command command = Command.values()[in.readInt()];
      StorageIndex index = new StorageIndex(in.readNBytes(StorageIndex.LENGTH));
      long seed = in.readLong();
      int length = in.readInt();
      int count = in.readInt();
      List<Integer> offsets = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        offsets.add(in.readInt());
      }
      return new Order(id, command, index, seed, length, offsets);
    }

    /** The writes that this order makes in a slot. */
    List<ShareUpdate.Write> writes() {
      byte[] data = bytes(seed, length);
      return offsets.stream().map(offset -> new ShareUpdate.Write(offset, data)).toList();
    }

    /** What becomes of a share when this order is carried out. */
    byte[] applyTo(byte[] before) {
      byte[] after = before;
      for (ShareUpdate.Write write : writes()) {
        int end = (int) write.offset() + write.data().length;
        after = Arrays.copyOf(after, Math.max(after.length, end));
        System.arraycopy(write.data(), 0, after, (int) write.offset(), write.data().length);
      }
      return after;
    }
  }
}
