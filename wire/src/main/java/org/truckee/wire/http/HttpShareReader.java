package org.truckee.wire.http;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.truckee.http.HttpRange;
import org.truckee.http.RangeHeaders;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.StorageException;

/**
 * Reads ranges of one share of a server ({@code spec/05 §9}), straight into the caller's buffer.
 */
final class HttpShareReader implements BucketReader {
  private final ServerCalls calls;
  private final Target.Share share;

  HttpShareReader(ServerCalls calls, Target.Share share) {
    this.calls = calls;
    this.share = share;
  }

  @Override
  public int read(long offset, ByteBuffer target) throws StorageException, InterruptedException {
    int begin = target.position();
    Answer answer = fetch(offset, target);
    return switch (answer.status()) {
      case 200, 206 -> target.position() - begin;
      case 204 -> 0;
      default -> throw calls.failure(answer, what());
    };
  }

  /** The range at {@code offset}; empty if the share does not exist. */
  Optional<byte[]> read(ByteRange range) throws StorageException, InterruptedException {
    int limit = (int) Math.min(range.length(), calls.limits().answerBytes());
    ByteRange wanted = new ByteRange(range.begin(), range.begin() + limit);
    Answer answer =
        calls.get(
            () -> request(wanted),
            what(),
            (status, headers) ->
                isData(status)
                    ? AnswerBody.collect(
                        (int) length(status, headers, wanted),
                        false,
                        ServerCalls.announced(headers))
                    : ServerCalls.error(),
            wanted.length());
    return switch (answer.status()) {
      case 200, 206 -> {
        checkComplete(answer.body().length, answer, wanted);
        yield Optional.of(answer.body());
      }
      case 204 -> Optional.of(new byte[0]);
      case 404 -> Optional.empty();
      default -> throw calls.failure(answer, what());
    };
  }

  private Answer fetch(long offset, ByteBuffer target)
      throws StorageException, InterruptedException {
    if (!target.hasRemaining()) {
      return new Answer(204, HttpFields.EMPTY, new byte[0]);
    }
    int begin = target.position();
    int limit = target.limit();
    ByteRange wanted = new ByteRange(offset, Math.addExact(offset, (long) target.remaining()));
    try {
      Answer answer =
          calls.get(
              () -> {
                target.position(begin).limit(limit);
                return request(wanted);
              },
              what(),
              (status, headers) -> place(status, headers, wanted, target),
              wanted.length());
      if (isData(answer.status())) {
        checkComplete(target.position() - begin, answer, wanted);
      }
      return answer;
    } finally {
      target.limit(limit);
    }
  }

  private AnswerBody place(int status, HttpFields headers, ByteRange wanted, ByteBuffer target)
      throws ProtocolException {
    if (!isData(status)) {
      return ServerCalls.error();
    }
    target.limit(target.position() + (int) length(status, headers, wanted));
    return AnswerBody.into(target);
  }

  private Request request(ByteRange range) {
    return calls
        .request("GET", share)
        .headers(
            headers ->
                headers.put("Range", RangeHeaders.request(List.of(StorageExchange.range(range)))));
  }

  private static boolean isData(int status) {
    return status == 200 || status == 206;
  }

  /** The number of bytes that an answer announces, at most as many as were wanted. */
  private static long length(int status, HttpFields headers, ByteRange wanted)
      throws ProtocolException {
    if (!Answer.hasType(headers, StorageExchange.BYTES)) {
      throw new ProtocolException("the answer is not application/octet-stream");
    }
    long length;
    if (status == 200) {
      // The whole share: good enough if that is what was asked for.
      length = headers.getLongField("Content-Length");
      if (wanted.begin() != 0 || length < 0) {
        throw new ProtocolException("the server ignores ranges");
      }
    } else {
      String header = headers.get("Content-Range");
      HttpRange range =
          RangeHeaders.content(header == null ? "" : header)
              .orElseThrow(() -> new ProtocolException("the answer has no Content-Range"));
      if (range.begin() != wanted.begin()) {
        throw new ProtocolException("the answer begins at another place than was asked for");
      }
      length = range.length();
    }
    if (length > wanted.length()) {
      throw new ProtocolException("the server sends more than was asked for");
    }
    return length;
  }

  private void checkComplete(int received, Answer answer, ByteRange wanted)
      throws ProtocolException {
    if (received != length(answer.status(), answer.headers(), wanted)) {
      throw new ProtocolException(calls.name(what()) + ": the answer is shorter than it announced");
    }
  }

  /** What is done, in words for failures. */
  private String what() {
    return "read of " + share.index().abbreviated() + " share " + share.share();
  }
}
