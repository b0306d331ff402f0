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
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
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
final class Routes {
  private static final int ALLOCATION_LIMIT = 8192;
  private static final int ADVISORY_LIMIT = 32768;
  private static final int READ_PIECE = 128 << 10;

  private final LocalStorageServer store;
  private final UploadRegistry uploads;
  private final StoredShares stored = new StoredShares();
  private final ServerLimits limits;
  private final RequestMemory bodies;
  private final RequestMemory answers;

  Routes(LocalStorageServer store, UploadRegistry uploads, ServerLimits limits) {
    this.store = store;
    this.uploads = uploads;
    this.limits = limits;
    this.bodies = new RequestMemory(limits.bufferedBytes(), limits.idle());
    this.answers = new RequestMemory(limits.bufferedBytes(), limits.idle());
  }

  /** Answers one request that has passed the general checks. */
  void serve(Target target, Exchange exchange, SecretHeaders secrets)
      throws RefusedException, IOException, InterruptedException {
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

  private void lease(Target.Lease lease, Exchange exchange, SecretHeaders secrets)
      throws IOException, InterruptedException {
    if (!store.hasShares(lease.index())) {
      exchange.empty(404);
      return;
    }
    store.addLease(lease.index(), secrets.leases());
    exchange.empty(204);
  }

  private void allocate(Target.Bucket bucket, Exchange exchange, SecretHeaders secrets)
      throws RefusedException, IOException, InterruptedException {
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

  private static void answer(Exchange exchange, Allocation allocation) throws IOException {
    Refusals.announce(exchange, allocation.refused());
    exchange.cbor(
        200,
        new Messages.AllocationAnswer(allocation.alreadyHave(), allocation.writers().keySet())
            .encoded());
  }

  private Set<Extension> extensions() {
    return store.shortcuts().isPresent()
        ? EnumSet.of(Extension.EXCERPTS, Extension.STORE)
        : EnumSet.of(Extension.EXCERPTS);
  }

  private void store(Target.Store target, Exchange exchange, SecretHeaders secrets)
      throws RefusedException, IOException, InterruptedException {
    StorageIndex index = target.index();
    Allocation allocation;
    try (RequestMemory.Held _ = bodies.hold(size(exchange, WholeShares.LONGEST))) {
      Map<ShareNumber, ByteBuffer> shares =
          decode(exchange, WholeShares.LONGEST, WholeShares::decode);
      StorageShortcuts shortcuts = store.shortcuts().orElseThrow(() -> new RefusedException(404));
      allocation =
          shortcuts
              .storeWhole(index, secrets.leases(), shares)
              .orElseThrow(() -> new RefusedException(404));
    }
    stored.add(index, secrets.upload(), allocation.writers());
    answer(exchange, allocation);
  }

  private void write(Target.Share share, Exchange exchange, SecretHeaders secrets)
      throws RefusedException, IOException, InterruptedException {
    String header = exchange.header("Content-Range");
    ByteRange range =
        Optional.ofNullable(header)
            .flatMap(Ranges::content)
            .orElseThrow(() -> new RefusedException(416));
    Upload upload = upload(share.index(), share.share(), secrets);
    if (range.end() > upload.size()) {
      throw new RefusedException(416);
    }
    WriteProgress progress = upload.receive(range, exchange.body());
    if (progress.complete()) {
      uploads.remove(share.index(), share.share(), upload);
    }
    exchange.discardBody(true);
    exchange.cbor(progress.complete() ? 201 : 200, Messages.progress(progress));
  }

  private void abort(Target.Abort abort, Exchange exchange, SecretHeaders secrets)
      throws RefusedException, IOException, InterruptedException {
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
  private void abortComplete(Target.Abort abort, Exchange exchange, SecretHeaders secrets)
      throws RefusedException, IOException, InterruptedException {
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

  private void read(Target.Share wanted, Exchange exchange)
      throws RefusedException, IOException, InterruptedException {
    exchange.setContentType(Exchange.BYTES);
    try (OpenShare share =
        store
            .openShare(wanted.kind(), wanted.index(), wanted.share())
            .orElseThrow(() -> new RefusedException(404))) {
      String header = exchange.header("Range");
      if (header == null) {
        send(exchange, share, 200, new ByteRange(0, share.length()));
        return;
      }
      ByteRange range = Ranges.requested(header).orElseThrow(() -> new RefusedException(416));
      if (range.begin() >= share.length()) {
        exchange.empty(204);
        return;
      }
      ByteRange there = new ByteRange(range.begin(), Math.min(range.end(), share.length()));
      exchange.setHeader("Content-Range", Ranges.describe(there));
      send(exchange, share, 206, there);
    }
  }

  private void excerpts(Target.Excerpts wanted, Exchange exchange)
      throws RefusedException, IOException, InterruptedException {
    String header = exchange.header("Range");
    List<ByteRange> ranges =
        Optional.ofNullable(header)
            .flatMap(value -> Ranges.several(value, StorageShortcuts.MAXIMUM_EXCERPTS))
            .orElseThrow(() -> new RefusedException(416));
    int most = Math.min(wanted.most(), Excerpts.MAXIMUM_BYTES);
    // A list must not wait for the memory of large answers; it is enough by itself.
    Optional<RequestMemory.Held> memory = answers.tryHold(Excerpts.longest(most));
    try (RequestMemory.Held _ = memory.orElse(null)) {
      int affordable = memory.isPresent() ? most : 0;
      exchange.cbor(200, Excerpts.read(store, wanted.index(), ranges, affordable).encoded());
    }
  }

  private static void send(Exchange exchange, OpenShare share, int status, ByteRange range)
      throws IOException {
    exchange.begin(status, range.length());
    if (exchange.headOnly() || range.length() == 0) {
      exchange.send(ByteBuffer.allocate(0), true);
      return;
    }
    RetainableByteBuffer pooled = exchange.buffer((int) Math.min(range.length(), READ_PIECE));
    try {
      ByteBuffer piece = pooled.getByteBuffer();
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
    } finally {
      pooled.release();
    }
  }

  private void advise(Target.Corruption target, Exchange exchange)
      throws RefusedException, IOException, InterruptedException {
    if (!store.listShares(target.kind(), target.index()).contains(target.share())) {
      throw new RefusedException(404);
    }
    String reason = message(exchange, ADVISORY_LIMIT, Messages::reason);
    store.adviseCorruptShare(target.kind(), target.index(), target.share(), reason);
    exchange.empty(200);
  }

  private void readTestWrite(Target.Slot slot, Exchange exchange, SecretHeaders secrets)
      throws RefusedException, IOException, InterruptedException {
    int limit = limits.slotRequestBytes();
    // What was sent and what is answered stay in memory until the client has the answer.
    try (RequestMemory.Held _ = bodies.hold(size(exchange, limit))) {
      SlotMessages.Request request = decode(exchange, limit, SlotMessages.Request::decode);
      try (RequestMemory.Held _ = answers.hold(request.largestAnswer())) {
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

  private <T> T message(Exchange exchange, int limit, Decoder<T> decoder)
      throws RefusedException, IOException, InterruptedException {
    try (RequestMemory.Held _ = bodies.hold(size(exchange, limit))) {
      return decode(exchange, limit, decoder);
    }
  }

  /** How many bytes a message can have. */
  private static int size(Exchange exchange, int limit) throws RefusedException {
    if (!MediaTypes.isCbor(exchange.header("Content-Type"))) {
      throw new RefusedException(415);
    }
    long announced = exchange.body().announcedLength();
    if (announced > limit) {
      throw new RefusedException(413);
    }
    return (int) (announced < 0 ? limit : announced);
  }

  private static <T> T decode(Exchange exchange, int limit, Decoder<T> decoder)
      throws RefusedException, IOException, InterruptedException {
    try {
      return decoder.decode(new CborReader(exchange.body().all(limit)));
    } catch (MalformedCborException e) {
      throw new RefusedException(400, "Bad CBOR: " + e.getMessage());
    }
  }
}
