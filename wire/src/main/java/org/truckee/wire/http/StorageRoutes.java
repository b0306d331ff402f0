package org.truckee.wire.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.truckee.crypto.StorageIndex;
import org.truckee.http.Exchange;
import org.truckee.http.HttpRange;
import org.truckee.http.RangeHeaders;
import org.truckee.http.RefusedException;
import org.truckee.memory.MemoryBudget;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ExcerptRanges;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.LocalStorageServer.OpenShare;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageShortcuts;
import org.truckee.storage.WriteProgress;
import org.truckee.wire.http.Extensions.Extension;

/** What each route does ({@code spec/05 §5–9}). */
final class StorageRoutes {
  private static final int ALLOCATION_LIMIT = 8192;
  private static final int ADVISORY_LIMIT = 32768;

  /** A message is in memory as it came, or is to be sent, and taken apart. */
  private static final long COPIES = 2;

  private static final int READ_PIECE = 128 << 10;
  private static final int SMALL_PIECE = 16 << 10;

  private final LocalStorageServer store;
  private final UploadRegistry uploads;
  private final StoredShares stored = new StoredShares();
  private final ServerLimits limits;
  private final MemoryBudget bodies;
  private final MemoryBudget answers;

  /**
   * StorageRoutes to a store.
   *
   * @param service the memory for requests, of which bodies and answers leave something to each
   *     other
   */
  StorageRoutes(
      LocalStorageServer store, UploadRegistry uploads, ServerLimits limits, MemoryBudget service) {
    this.store = store;
    this.uploads = uploads;
    this.limits = limits;
    this.bodies = service.part(service.bytes() / 8 * 7);
    this.answers = service.part(service.bytes() / 2);
  }

  /** Answers one request that has passed the general checks. */
  void serve(Target target, StorageExchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    switch (target) {
      case Target.Version version -> {
        Extensions.announce(exchange, extensions());
        exchange.cbor(200, Messages.version(store.version()));
      }
      case Target.Lease lease -> lease(lease, exchange, secrets);
      case Target.Bucket bucket -> allocate(bucket, exchange, secrets);
      case Target.Store whole -> store(whole, exchange, secrets);
      case Target.Abort abort -> abort(abort, exchange, secrets);
      case Target.Slot slot -> readTestWrite(slot, exchange, secrets);
      case Target.Shares shares ->
          exchange.cbor(200, Messages.shares(store.listShares(shares.kind(), shares.index())));
      case Target.Excerpts excerpts -> excerpts(excerpts, exchange);
      case Target.Share share when exchange.method().equals("PATCH") ->
          write(share, exchange, secrets);
      case Target.Share share -> read(share, exchange);
      case Target.Corruption corruption -> advise(corruption, exchange);
    }
  }

  private void lease(Target.Lease lease, StorageExchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    if (!store.hasShares(lease.index())) {
      exchange.empty(404);
      return;
    }
    store.addLease(lease.index(), secrets.leases());
    exchange.empty(204);
  }

  private void allocate(Target.Bucket bucket, StorageExchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    Messages.AllocationRequest wanted =
        message(exchange, ALLOCATION_LIMIT, Messages.AllocationRequest::decode);
    Allocation allocation;
    try (UploadRegistry.Room room = uploads.reserve(wanted.shares().size())) {
      allocation =
          store
              .allocateBuckets(
                  bucket.index(),
                  secrets.leases(),
                  room.isEmpty() ? Set.of() : wanted.shares(),
                  wanted.size())
              .refusingOthers(wanted.shares(), Refusal.NO_ROOM);
      UploadSecret secret = secrets.upload();
      allocation
          .writers()
          .forEach(
              (share, writer) -> room.add(bucket.index(), share, secret, writer, wanted.size()));
    }
    answer(exchange, allocation);
  }

  private static void answer(StorageExchange exchange, Allocation allocation)
      throws IOException, InterruptedException {
    Refusals.announce(exchange, allocation.refused());
    exchange.cbor(
        200,
        new Messages.AllocationAnswer(allocation.alreadyHave(), allocation.writers().keySet())
            .encoded());
  }

  private Set<Extension> extensions() {
    return store.shortcuts().isPresent()
        ? EnumSet.allOf(Extension.class)
        : EnumSet.complementOf(EnumSet.of(Extension.STORE));
  }

  private void store(Target.Store target, StorageExchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    StorageIndex index = target.index();
    Allocation allocation;
    try (MemoryBudget.Grant _ = hold(bodies, size(exchange, WholeShareMessage.LONGEST))) {
      Map<ShareNumber, ByteBuffer> shares =
          decode(exchange, WholeShareMessage.LONGEST, WholeShareMessage::decode);
      StorageShortcuts shortcuts = store.shortcuts().orElseThrow(() -> new RefusedException(404));
      allocation =
          shortcuts
              .storeWhole(index, secrets.leases(), shares)
              .orElseThrow(() -> new RefusedException(404));
    }
    stored.add(index, secrets.upload(), allocation.writers());
    answer(exchange, allocation);
  }

  private void write(Target.Share share, StorageExchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    ByteRange range =
        exchange
            .header("Content-Range")
            .flatMap(RangeHeaders::content)
            .map(StorageExchange::range)
            .orElseThrow(() -> new RefusedException(416));
    Upload upload = upload(share.index(), share.share(), secrets);
    if (range.end() > upload.size()) {
      throw new RefusedException(416);
    }
    WriteProgress progress = upload.receive(range, exchange.body(), bodies);
    if (progress.complete()) {
      uploads.remove(share.index(), share.share(), upload);
    }
    exchange.cbor(progress.complete() ? 201 : 200, Messages.progress(progress));
  }

  private void abort(Target.Abort abort, StorageExchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    if (uploads.find(abort.index(), abort.share()).isEmpty()) {
      abortComplete(abort, exchange, secrets);
      return;
    }
    Upload upload = upload(abort.index(), abort.share(), secrets);
    upload.abort();
    uploads.remove(abort.index(), abort.share(), upload);
    exchange.empty(200);
  }

  /** Takes back what was stored whole; nobody is told whether it was too late. */
  private void abortComplete(Target.Abort abort, StorageExchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    Optional<BucketWriter> whole = stored.take(abort.index(), abort.share(), secrets.upload());
    if (whole.isPresent()) {
      whole.get().abort();
      exchange.empty(200);
      return;
    }
    boolean complete = store.listShares(ShareKind.IMMUTABLE, abort.index()).contains(abort.share());
    throw new RefusedException(complete ? 405 : 404);
  }

  private Upload upload(StorageIndex index, ShareNumber share, SecretHeaders secrets)
      throws RefusedException {
    Upload upload = uploads.find(index, share).orElseThrow(() -> new RefusedException(404));
    if (!upload.opensWith(secrets.upload())) {
      throw new RefusedException(401);
    }
    return upload;
  }

  private void read(Target.Share wanted, StorageExchange exchange)
      throws IOException, InterruptedException {
    exchange.setContentType(StorageExchange.BYTES);
    try (OpenShare share =
        store
            .openShare(wanted.kind(), wanted.index(), wanted.share())
            .orElseThrow(() -> new RefusedException(404))) {
      Optional<String> header = exchange.header("Range");
      if (header.isEmpty()) {
        send(exchange.http(), share, 200, new ByteRange(0, share.length()));
        return;
      }
      HttpRange range =
          RangeHeaders.closed(header.get()).orElseThrow(() -> new RefusedException(416));
      if (range.begin() >= share.length()) {
        exchange.empty(204);
        return;
      }
      HttpRange there = range.within(share.length());
      exchange.setHeader("Content-Range", RangeHeaders.describe(there));
      send(exchange.http(), share, 206, StorageExchange.range(there));
    }
  }

  private void excerpts(Target.Excerpts wanted, StorageExchange exchange)
      throws IOException, InterruptedException {
    List<ByteRange> ranges =
        exchange
            .header("Range")
            .flatMap(value -> RangeHeaders.several(value, StorageShortcuts.MAXIMUM_EXCERPTS))
            .orElseThrow(() -> new RefusedException(416))
            .stream()
            .map(StorageExchange::range)
            .toList();
    int most = Math.min(wanted.most(), Excerpts.MAXIMUM_BYTES);
    // A list must not wait for the memory of large answers; it is enough by itself.
    Optional<MemoryBudget.Grant> memory = answers.tryTake(Excerpts.longest(most));
    try (MemoryBudget.Grant _ = memory.orElse(null)) {
      int affordable = memory.isPresent() ? most : 0;
      exchange.cbor(
          200,
          Excerpts.encode(
              store.excerpts(
                  wanted.kind(), wanted.index(), new ExcerptRanges(ranges), affordable)));
    }
  }

  private void send(Exchange exchange, OpenShare share, int status, ByteRange range)
      throws IOException, InterruptedException {
    exchange.begin(status, range.length());
    if (exchange.headOnly() || range.length() == 0) {
      exchange.send(ByteBuffer.allocate(0), true);
      return;
    }
    Optional<MemoryBudget.Grant> memory = answers.tryTake(READ_PIECE);
    int piece = memory.isPresent() ? READ_PIECE : SMALL_PIECE;
    RetainableByteBuffer pooled = exchange.buffer((int) Math.min(range.length(), piece));
    try (MemoryBudget.Grant _ = memory.orElse(null)) {
      copy(exchange, share, range, pooled.getByteBuffer());
    } finally {
      pooled.release();
    }
  }

  private static void copy(Exchange exchange, OpenShare share, ByteRange range, ByteBuffer piece)
      throws IOException, InterruptedException {
    for (long at = range.begin(); at < range.end(); ) {
      piece.clear().limit((int) Math.min(piece.capacity(), range.end() - at));
      while (piece.hasRemaining()) {
        if (share.read(at + piece.position(), piece) == 0) {
          throw new IOException("the share was shortened while it was sent");
        }
      }
      at += piece.flip().remaining();
      exchange.send(piece, at == range.end());
    }
  }

  private void advise(Target.Corruption target, StorageExchange exchange)
      throws IOException, InterruptedException {
    if (!store.listShares(target.kind(), target.index()).contains(target.share())) {
      throw new RefusedException(404);
    }
    String reason = message(exchange, ADVISORY_LIMIT, Messages::reason);
    store.adviseCorruptShare(target.kind(), target.index(), target.share(), reason);
    exchange.empty(200);
  }

  private void readTestWrite(Target.Slot slot, StorageExchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    int limit = (int) Math.min(limits.slotRequestBytes(), bodies.bytes() / COPIES);
    // What was sent and what is answered stay in memory until the client has the answer.
    try (MemoryBudget.Grant _ = hold(bodies, size(exchange, limit))) {
      SlotMessages.Request request = decode(exchange, limit, SlotMessages.Request::decode);
      try (MemoryBudget.Grant _ = hold(answers, request.largestAnswer())) {
        SlotAnswer answer =
            store.readTestWrite(
                slot.index(),
                new SlotSecrets(secrets.writeEnabler(), secrets.leases()),
                request.updates(),
                request.reads());
        exchange.cbor(200, SlotMessages.answer(answer));
      }
    }
  }

  /** Reads one kind of message. */
  private interface Decoder<T> {
    T decode(CborReader in) throws MalformedCborException;
  }

  private <T> T message(StorageExchange exchange, int limit, Decoder<T> decoder)
      throws IOException, InterruptedException {
    try (MemoryBudget.Grant _ = hold(bodies, size(exchange, limit))) {
      return decode(exchange, limit, decoder);
    }
  }

  /** Waits for the memory of a message; one that is larger than all there is gets all of it. */
  private MemoryBudget.Grant hold(MemoryBudget budget, long bytes)
      throws RefusedException, InterruptedException {
    long wanted = bytes > Long.MAX_VALUE / COPIES ? bytes : COPIES * bytes;
    return budget
        .take(wanted, wanted, limits.http().silence())
        .orElseThrow(() -> new RefusedException(503, "Too many large requests at once; try again"));
  }

  /** How many bytes a message can have. */
  private static int size(StorageExchange exchange, int limit) throws RefusedException {
    if (!exchange.sendsCbor()) {
      throw new RefusedException(415);
    }
    long announced = exchange.body().announcedLength();
    if (announced > limit) {
      throw new RefusedException(413);
    }
    return (int) (announced < 0 ? limit : announced);
  }

  private static <T> T decode(StorageExchange exchange, int limit, Decoder<T> decoder)
      throws IOException, InterruptedException {
    try {
      return decoder.decode(new CborReader(exchange.body().all(limit)));
    } catch (MalformedCborException e) {
      throw new RefusedException(400, "Bad CBOR: " + e.getMessage());
    }
  }
}
