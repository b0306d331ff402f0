package org.truckee.wire.foolscap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.storage.BucketReader;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.StorageException;

/** An immutable share on another node. */
final class RemoteShare implements BucketReader {
  private static final int PIECE = 64 << 10;

  private final RemoteStorage.Reader reader;

  RemoteShare(RemoteStorage.Reader reader) {
    this.reader = reader;
  }

  @Override
  public int read(long offset, ByteBuffer target) throws StorageException, InterruptedException {
    int wanted = target.remaining();
    if (wanted == 0) {
      return 0;
    }
    ByteStream stream =
        FoolscapStorageClient.call("reading a share", () -> reader.read(offset, wanted));
    if (stream.length() > wanted) {
      throw new ProtocolException(
          "%d bytes of a share came, where %d were asked for".formatted(stream.length(), wanted));
    }
    try (InputStream in = stream.open()) {
      byte[] piece = new byte[(int) Math.min(PIECE, Math.max(1, stream.length()))];
      int count = in.read(piece);
      while (count > 0) {
        target.put(piece, 0, count);
        count = in.read(piece);
      }
    } catch (IOException e) {
      throw new ServerUnavailableException("the connection was lost while a share was read", e);
    }
    return (int) stream.length();
  }
}
