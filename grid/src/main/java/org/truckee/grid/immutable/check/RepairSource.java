package org.truckee.grid.immutable.check;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.truckee.grid.BadCiphertextException;
import org.truckee.grid.immutable.download.CrypttextFile;
import org.truckee.grid.immutable.download.Downloader;
import org.truckee.grid.immutable.upload.CrypttextSource;
import org.truckee.grid.transfer.Pieces;
import org.truckee.grid.transfer.Range;
import org.truckee.grid.transfer.Slice;

/** The crypttext of a file as the shares that are left give it back. */
final class RepairSource implements CrypttextSource {
  private final Pieces pieces;
  private final byte[] expectedHash;
  private Slice current = new Slice(new byte[0], 0, 0);

  /**
   * The whole of a file.
   *
   * @param expectedHash of the whole crypttext, by the URI extension block
   */
  RepairSource(Downloader downloader, CrypttextFile file, byte[] expectedHash) {
    Range whole = new Range(0, file.facts().cap().size());
    this.pieces = downloader.read(file, Optional.empty(), whole).pieces();
    this.expectedHash = expectedHash.clone();
  }

  @Override
  public void read(byte[] target, int length) throws IOException, InterruptedException {
    int done = 0;
    while (done < length) {
      if (current.length() == 0) {
        current = pieces.next().orElseThrow();
      }
      int count = Math.min(length - done, current.length());
      System.arraycopy(current.array(), current.offset(), target, done, count);
      current = current.part(count, current.length() - count);
      done += count;
    }
  }

  @Override
  public void finish(byte[] crypttextHash) throws BadCiphertextException {
    if (!Arrays.equals(crypttextHash, expectedHash)) {
      throw new BadCiphertextException(
          "the shares give a crypttext of another hash than the uploader announced: they cannot be"
              + " repaired");
    }
  }

  @Override
  public void close() {
    pieces.close();
  }
}
