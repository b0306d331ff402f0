package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.client.Request;
import org.truckee.crypto.StorageIndex;
import org.truckee.storage.Allocation;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;

/** Stores small shares whole at one server, and takes them back. */
final class WholeShareCalls {
  private final ServerCalls calls;
  private final SecureRandom random;

  WholeShareCalls(ServerCalls calls, SecureRandom random) {
    this.calls = calls;
    this.random = random;
  }

  /** Stores shares; empty if the server knows no such request. */
  Optional<Allocation> store(
      StorageIndex index, LeaseSecrets leases, Map<ShareNumber, ByteBuffer> shares)
      throws StorageException, InterruptedException {
    String what = "storing of " + index.abbreviated();
    UploadSecret secret = UploadSecret.random(random);
    Request request = calls.request("POST", new Target.Store(index));
    ServerCalls.with(request, leases);
    ServerCalls.with(request, SecretKind.UPLOAD, secret);
    ServerCalls.withMessage(request, WholeShareMessage.encode(shares));
    Answer answer = calls.call(request, what);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    Messages.AllocationAnswer said =
        calls.decode(calls.message(answer, what, 200), what, Messages.AllocationAnswer::decode);
    Map<ShareNumber, BucketWriter> stored = new HashMap<>();
    for (ShareNumber share : said.allocated()) {
      if (!shares.containsKey(share)) {
        throw new ProtocolException(
            calls.name(what) + ": the server stored share %s unasked".formatted(share));
      }
      stored.put(share, BucketWriter.ofComplete(() -> takeBack(index, share, secret)));
    }
    Allocation allocation = new Allocation(said.alreadyHave(), stored);
    return Optional.of(
        said.alreadyHave().isEmpty()
            ? Refusals.learn(answer.headers(), shares.keySet(), allocation)
            : allocation);
  }

  private void takeBack(StorageIndex index, ShareNumber share, UploadSecret secret)
      throws StorageException, InterruptedException {
    String what = "taking back of %s share %s".formatted(index.abbreviated(), share);
    Request request = calls.request("PUT", new Target.Abort(index, share));
    ServerCalls.with(request, SecretKind.UPLOAD, secret);
    Answer answer = calls.call(ServerCalls.withBytes(request), what);
    // 404: it is gone already; 405: it was stored too long ago.
    if (answer.status() != 200 && answer.status() != 404 && answer.status() != 405) {
      throw calls.failure(answer, what);
    }
  }
}
