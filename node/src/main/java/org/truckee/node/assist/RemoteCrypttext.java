package org.truckee.node.assist;

import java.util.List;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.grid.immutable.assist.CrypttextReader;
import org.truckee.grid.immutable.assist.CrypttextReaderException;

/** A file of a client, read over its connection; used by one thread. */
final class RemoteCrypttext implements CrypttextReader {
  private final RemoteReference reference;
  private final HelperLimits limits;
  private long position;

  RemoteCrypttext(RemoteReference reference, HelperLimits limits) {
    this.reference = reference;
    this.limits = limits;
  }

  /** A call. */
  private interface Call<T> {
    T make(RemoteHelper.Reader reader)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  private <T> T call(long skipped, Call<T> call)
      throws CrypttextReaderException, InterruptedException {
    try {
      return call.make(reference.as(RemoteHelper.Reader.class, limits.read(skipped)));
    } catch (FoolscapException e) {
      throw new CrypttextReaderException(String.valueOf(e.getMessage()), e);
    } catch (ReportedException e) {
      throw new IllegalStateException("only the called side reports", e);
    }
  }

  @Override
  public long size() throws CrypttextReaderException, InterruptedException {
    return call(0, RemoteHelper.Reader::getSize);
  }

  @Override
  public Parameters parameters() throws CrypttextReaderException, InterruptedException {
    RemoteHelper.Parameters said = call(0, RemoteHelper.Reader::getAllEncodingParameters);
    return new Parameters(said.needed(), said.happy(), said.total(), said.segmentSize());
  }

  @Override
  public List<byte[]> read(long offset, int length)
      throws CrypttextReaderException, InterruptedException {
    long skipped = Math.max(0, offset - position);
    position = offset + length;
    return call(skipped, reader -> reader.readEncrypted(offset, length));
  }

  @Override
  public void close() throws CrypttextReaderException, InterruptedException {
    call(
        0,
        reader -> {
          reader.close();
          return this;
        });
  }
}
