package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.client.Request;
import org.truckee.crypto.StorageIndex;
import org.truckee.http.RangeHeaders;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.IncompleteShareException;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.WriteProgress;

/** The upload of one share to a server ({@code spec/05 §7.2}): one PATCH for each write. */
final class HttpBucketWriter implements BucketWriter {
  private final ServerCalls calls;
  private final StorageIndex index;
  private final ShareNumber share;
  private final UploadSecret secret;
  private final String what;
  private WriteProgress progress;
  private boolean ended;

  HttpBucketWriter(
      ServerCalls calls, StorageIndex index, ShareNumber share, UploadSecret secret, long size) {
    this.calls = calls;
    this.index = index;
    this.share = share;
    this.secret = secret;
    this.what = "upload of %s share %s".formatted(index.abbreviated(), share);
    this.progress = new WriteProgress(List.of(new ByteRange(0, size)));
  }

  @Override
  public WriteProgress write(long offset, ByteBuffer... data)
      throws StorageException, InterruptedException {
    long length = 0;
    for (ByteBuffer buffer : data) {
      length += buffer.remaining();
    }
    // A Content-Range cannot say “no bytes”.
    if (length == 0) {
      return progress;
    }
    ByteRange range = new ByteRange(offset, Math.addExact(offset, length));
    Request request = calls.request("PATCH", new Target.Share(ShareKind.IMMUTABLE, index, share));
    request.headers(
        headers ->
            headers.put("Content-Range", RangeHeaders.describe(StorageExchange.range(range))));
    ServerCalls.with(request, SecretKind.UPLOAD, secret);
    Answer answer = calls.call(ServerCalls.withBytes(request, data), what);
    for (ByteBuffer buffer : data) {
      buffer.position(buffer.limit());
    }
    if (answer.status() != 200 && answer.status() != 201) {
      throw calls.writeFailure(answer, what);
    }
    progress =
        calls.decode(calls.message(answer, what, 200, 201), what, in -> Messages.progress(in));
    // Only this status says that the share is complete and visible.
    ended |= answer.status() == 201;
    return progress;
  }

  @Override
  public void close() throws IncompleteShareException {
    if (!ended) {
      throw new IncompleteShareException(
          calls.name(what)
              + ": the share is not complete; missing "
              + progress.missing()
              + " (a share of no bytes cannot be completed over HTTP)");
    }
  }

  @Override
  public void abort() throws StorageException, InterruptedException {
    if (ended) {
      return;
    }
    Request request = calls.request("PUT", new Target.Abort(index, share));
    ServerCalls.with(request, SecretKind.UPLOAD, secret);
    Answer answer = calls.call(ServerCalls.withBytes(request), what);
    // 404 and 405: it has ended already.
    if (answer.status() != 200 && answer.status() != 404 && answer.status() != 405) {
      throw calls.failure(answer, what);
    }
    ended = answer.status() == 200;
  }
}
