package org.truckee.wire.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.truckee.crypto.StorageIndex;
import org.truckee.http.RangeHeaders;
import org.truckee.storage.ByteRange;
import org.truckee.storage.Excerpt;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;
import org.truckee.wire.http.Extensions.Extension;

/** Asks for ranges of all shares of an index at once ({@code docs/protocol-extensions.md}). */
final class ExcerptCalls {
  private final ServerCalls calls;
  private final Extensions extensions;

  ExcerptCalls(ServerCalls calls, Extensions extensions) {
    this.calls = calls;
    this.extensions = extensions;
  }

  /**
   * All shares of an index, each with the ranges that the server sent along of it: all or none.
   *
   * @param ranges at most {@link StorageShortcuts#MAXIMUM_EXCERPTS}, none of them empty
   * @param most bytes of all shares together
   * @return empty if the server does not know how to do this, or there is nothing to ask for
   */
  Optional<Map<ShareNumber, List<Excerpt>>> find(
      ShareKind kind, StorageIndex index, List<ByteRange> ranges, int most)
      throws StorageException, InterruptedException {
    if (ranges.isEmpty() || !extensions.has(extension(kind))) {
      return Optional.empty();
    }
    String what = "excerpts of " + index.abbreviated();
    Answer answer = ask(kind, index, ranges, Math.min(most, Excerpts.MAXIMUM_BYTES), what);
    if (answer.status() == 404) {
      // The server was replaced by one that knows nothing of this.
      extensions.forget();
    }
    return answer.status() == 200
        ? Optional.of(
            calls.decode(calls.message(answer, what, 200), what, in -> Excerpts.decode(in, ranges)))
        : Optional.empty();
  }

  private static Extension extension(ShareKind kind) {
    return switch (kind) {
      case IMMUTABLE -> Extension.EXCERPTS;
      case MUTABLE -> Extension.SLOTS;
    };
  }

  private Answer ask(
      ShareKind kind, StorageIndex index, List<ByteRange> ranges, int most, String what)
      throws StorageException, InterruptedException {
    String header = RangeHeaders.request(ranges.stream().map(StorageExchange::range).toList());
    return calls.get(
        () ->
            calls
                .request("GET", new Target.Excerpts(kind, index, most))
                .headers(headers -> headers.put("Range", header)),
        what,
        (status, headers) ->
            status == 200
                ? AnswerBody.collect(Excerpts.longest(most), false, ServerCalls.announced(headers))
                : ServerCalls.error(),
        most);
  }
}
