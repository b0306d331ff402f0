package org.truckee.wire.http;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.client.Request;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketReader;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ServerVersion;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotAnswer;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageServer;
import org.truckee.storage.StorageShortcuts;
import org.truckee.wire.Nurl;
import org.truckee.wire.network.AddressFamily;
import org.truckee.wire.network.Routes;

/**
 * The storage server at a {@link Nurl} ({@code spec/05 §12}).
 *
 * <p>Connections are made when they are needed and kept for later calls. A share of size 0 cannot
 * be uploaded over this protocol: its writer fails to close.
 */
public final class StorageHttpClient implements StorageServer {
  private static final int MAXIMUM_REASON = 32757;
  private static final AddressFamily DIRECT = Routes.DIRECT.to(Routes.TCP).orElseThrow();

  private final HttpTransport transport;
  private final Nurl nurl;
  private final AddressFamily family;
  private final ServerCalls calls;
  private final SecureRandom random;
  private final SlotReader slotReader;
  private final Extensions extensions;
  private final StorageShortcuts shortcuts;

  /**
   * A client; nothing is sent yet.
   *
   * @param transport what it runs on, shared with others
   * @param family the way to the server
   * @param random for upload secrets
   */
  public StorageHttpClient(
      HttpTransport transport,
      Nurl nurl,
      AddressFamily family,
      ClientLimits limits,
      SecureRandom random) {
    this(transport, nurl, family, limits, random, new Extensions());
  }

  /** A client that connects directly by TCP. */
  public StorageHttpClient(
      HttpTransport transport, Nurl nurl, ClientLimits limits, SecureRandom random) {
    this(transport, nurl, DIRECT, limits, random);
  }

  private StorageHttpClient(
      HttpTransport transport,
      Nurl nurl,
      AddressFamily family,
      ClientLimits limits,
      SecureRandom random,
      Extensions extensions) {
    this.transport = transport;
    this.nurl = nurl;
    this.family = family;
    this.extensions = extensions;
    this.calls = new ServerCalls(transport, nurl, family, limits);
    this.random = Objects.requireNonNull(random);
    ExcerptCalls excerpts = new ExcerptCalls(calls, extensions);
    this.slotReader = new SlotReader(calls, excerpts);
    WholeShareCalls wholeShares = new WholeShareCalls(calls, random);
    this.shortcuts = new HttpShortcuts(calls, extensions, excerpts, wholeShares, this::getBuckets);
  }

  /** With the usual limits. */
  public StorageHttpClient(HttpTransport transport, Nurl nurl) {
    this(transport, nurl, ClientLimits.defaults(), new SecureRandom());
  }

  /** Another client of the same server; what one learns of the server, both know. */
  StorageHttpClient withLimits(ClientLimits limits) {
    return new StorageHttpClient(transport, nurl, family, limits, random, extensions);
  }

  /** How many requests the server has answered to this client. */
  long answers() {
    return calls.answers();
  }

  @Override
  public ServerVersion version() throws StorageException, InterruptedException {
    Answer answer = calls.get(new Target.Version(), "version");
    CborReader in = calls.message(answer, "version", 200, 201);
    extensions.learn(answer.headers());
    return calls.decode(in, "version", Messages::version);
  }

  @Override
  public Allocation allocateBuckets(
      StorageIndex index, LeaseSecrets leases, Set<ShareNumber> shares, long allocatedSize)
      throws StorageException, InterruptedException {
    if (shares.size() > Messages.MAXIMUM_SHARES || allocatedSize < 0) {
      throw new IllegalArgumentException(
          "cannot ask for %d shares of %d bytes".formatted(shares.size(), allocatedSize));
    }
    String what = "allocation of " + index.abbreviated();
    UploadSecret secret = UploadSecret.random(random);
    Request request = calls.request("POST", new Target.Bucket(index));
    ServerCalls.with(request, leases);
    ServerCalls.with(request, SecretKind.UPLOAD, secret);
    ServerCalls.withMessage(
        request, new Messages.AllocationRequest(shares, allocatedSize).encoded());
    Answer answer = calls.call(request, what);
    Messages.AllocationAnswer allocation =
        calls.decode(
            calls.message(answer, what, 200, 201), what, Messages.AllocationAnswer::decode);
    Map<ShareNumber, BucketWriter> writers = new HashMap<>();
    for (ShareNumber share : allocation.allocated()) {
      if (!shares.contains(share)) {
        throw new ProtocolException(
            calls.name(what) + ": the server allocated share %s unasked".formatted(share));
      }
      writers.put(share, new HttpBucketWriter(calls, index, share, secret, allocatedSize));
    }
    return Refusals.learn(
        answer.headers(), shares, new Allocation(allocation.alreadyHave(), writers));
  }

  @Override
  public Optional<StorageShortcuts> shortcuts() {
    return extensions.any() ? Optional.of(shortcuts) : Optional.empty();
  }

  @Override
  public Map<ShareNumber, BucketReader> getBuckets(StorageIndex index)
      throws StorageException, InterruptedException {
    Map<ShareNumber, BucketReader> readers = new HashMap<>();
    for (ShareNumber share : slotReader.list(ShareKind.IMMUTABLE, index)) {
      readers.put(share, reader(index, share));
    }
    return readers;
  }

  private BucketReader reader(StorageIndex index, ShareNumber share) {
    return reader(new Target.Share(ShareKind.IMMUTABLE, index, share));
  }

  @Override
  public void addLease(StorageIndex index, LeaseSecrets leases)
      throws StorageException, InterruptedException {
    String what = "lease on " + index.abbreviated();
    Request request = ServerCalls.with(calls.request("PUT", new Target.Lease(index)), leases);
    Answer answer = calls.call(ServerCalls.withBytes(request), what);
    if (answer.status() != 204 && answer.status() != 404) {
      throw calls.failure(answer, what);
    }
  }

  @Override
  public Map<ShareNumber, List<byte[]>> readSlot(
      StorageIndex index, Set<ShareNumber> shares, List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    return slotReader.read(index, shares, ranges);
  }

  @Override
  public SlotAnswer readTestWrite(
      StorageIndex index,
      SlotSecrets secrets,
      Map<ShareNumber, ShareUpdate> updates,
      List<ReadVector> ranges)
      throws StorageException, InterruptedException {
    String what = "change of slot " + index.abbreviated();
    Request request = calls.request("POST", new Target.Slot(index));
    ServerCalls.with(request, secrets.leases());
    ServerCalls.with(request, SecretKind.WRITE_ENABLER, secrets.writeEnabler());
    ServerCalls.withMessage(request, new SlotMessages.Request(updates, ranges).encoded());
    Answer answer = calls.call(request, what);
    if (answer.status() != 200) {
      throw calls.slotFailure(answer, what);
    }
    return calls.decode(calls.message(answer, what, 200), what, SlotMessages::answer);
  }

  @Override
  public void adviseCorruptShare(
      ShareKind kind, StorageIndex index, ShareNumber share, String reason)
      throws StorageException, InterruptedException {
    int length = reason.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAXIMUM_REASON) {
      throw new IllegalArgumentException("a reason of %d bytes".formatted(length));
    }
    String what = "advisory on %s share %s".formatted(index.abbreviated(), share);
    Request request = calls.request("POST", new Target.Corruption(kind, index, share));
    Answer answer = calls.call(ServerCalls.withMessage(request, Messages.reason(reason)), what);
    if (answer.status() != 200 && answer.status() != 404) {
      throw calls.failure(answer, what);
    }
  }

  /** A reader of one share, which need not exist. */
  BucketReader reader(Target.Share share) {
    return new HttpShareReader(calls, share);
  }

  /** Host and port. */
  @Override
  public String toString() {
    return calls.server();
  }
}
