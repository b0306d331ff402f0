package org.truckee.grid.mutable.map;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ReadVector;

/** Ranges of a share that a server has sent. */
public final class SlotBytes {
  /** Nothing. */
  public static final SlotBytes NONE = new SlotBytes(List.of());

  private final List<Piece> pieces;

  private record Piece(ByteRange asked, byte[] bytes) {
    boolean covers(ByteRange range) {
      boolean sharesEnd = bytes.length < asked.length();
      return range.begin() >= asked.begin() && (sharesEnd || range.end() <= asked.end());
    }

    byte[] cut(ByteRange range) {
      int begin = (int) Math.min(bytes.length, range.begin() - asked.begin());
      int end = (int) Math.min(bytes.length, range.end() - asked.begin());
      return Arrays.copyOfRange(bytes, begin, end);
    }
  }

  private SlotBytes(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /** The answer to a question; a piece that is shorter than was asked ends with the share. */
  public static SlotBytes of(List<ReadVector> asked, List<byte[]> got) {
    Piece[] pieces = new Piece[Math.min(asked.size(), got.size())];
    for (int i = 0; i < pieces.length; i++) {
      ReadVector vector = asked.get(i);
      pieces[i] =
          new Piece(
              new ByteRange(vector.offset(), vector.offset() + vector.length()),
              // A server that sends too much is not trusted with the rest.
              got.get(i).length > vector.length()
                  ? Arrays.copyOf(got.get(i), (int) vector.length())
                  : got.get(i));
    }
    return new SlotBytes(List.of(pieces));
  }

  /** Whether a range was sent, as far as the share reaches. */
  public boolean has(ByteRange range) {
    return pieces.stream().anyMatch(piece -> piece.covers(range));
  }

  /** The bytes of a range, fewer if the share ends before; empty if they were not sent. */
  public Optional<byte[]> find(ByteRange range) {
    return pieces.stream()
        .filter(piece -> piece.covers(range))
        .findFirst()
        .map(piece -> piece.cut(range));
  }

  /** These and others. */
  public SlotBytes with(SlotBytes others) {
    return new SlotBytes(Stream.concat(pieces.stream(), others.pieces.stream()).toList());
  }

  /** How many bytes are kept. */
  public long size() {
    return pieces.stream().mapToLong(piece -> piece.bytes.length).sum();
  }
}
