package org.truckee.grid.mutable.retrieve;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.transfer.Pieces;
import org.truckee.grid.transfer.Slice;

/** Pieces that somebody is told of as they are handed on. */
final class WatchedPieces implements Pieces {
  private final Pieces pieces;
  private final RetrieveStatus status;

  WatchedPieces(Pieces pieces, RetrieveStatus status) {
    this.pieces = pieces;
    this.status = status;
  }

  @Override
  public Optional<Slice> next() throws IOException, InterruptedException {
    status.retrieving();
    boolean came = false;
    try {
      Optional<Slice> piece = pieces.next();
      piece.ifPresent(slice -> status.delivered(slice.length()));
      came = true;
      return piece;
    } finally {
      if (!came) {
        status.failed();
      }
    }
  }

  @Override
  public void close() {
    pieces.close();
    status.closed();
  }
}
