package org.truckee.wire.foolscap;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.ByteStream;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.ByteRange;
import org.truckee.storage.StorageException;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WriteProgress;

/** The upload of one share to another node, which does not say what is missing. */
final class RemoteUpload implements BucketWriter {
  private final RemoteStorage.Writer writer;
  private final long size;

  /** The end of each range that was written, by its beginning. */
  private final TreeMap<Long, Long> written = new TreeMap<>();

  private boolean ended;

  RemoteUpload(RemoteStorage.Writer writer, long size) {
    this.writer = writer;
    this.size = size;
  }

  @Override
  public WriteProgress write(long offset, ByteBuffer... data)
      throws StorageException, InterruptedException {
    if (ended) {
      throw new UploadGoneException("the upload has ended");
    }
    long length = Arrays.stream(data).mapToLong(ByteBuffer::remaining).sum();
    FoolscapStorageClient.change(
        "writing to a share",
        () -> {
          writer.write(offset, new ByteStream(length, () -> new Buffers(data)));
          return this;
        });
    add(offset, offset + length);
    return new WriteProgress(missing());
  }

  private void add(long begin, long end) {
    long from = begin;
    long to = end;
    Map.Entry<Long, Long> touching = written.floorEntry(to);
    while (touching != null && touching.getValue() >= from) {
      from = Math.min(from, touching.getKey());
      to = Math.max(to, touching.getValue());
      written.remove(touching.getKey());
      touching = written.floorEntry(to);
    }
    written.put(from, to);
  }

  private List<ByteRange> missing() {
    List<ByteRange> missing = new ArrayList<>();
    long at = 0;
    for (Map.Entry<Long, Long> range : written.entrySet()) {
      if (range.getKey() > at) {
        missing.add(new ByteRange(at, range.getKey()));
      }
      at = range.getValue();
    }
    if (at < size) {
      missing.add(new ByteRange(at, size));
    }
    return missing;
  }

  @Override
  public void close() throws StorageException, InterruptedException {
    if (ended) {
      return;
    }
    FoolscapStorageClient.change(
        "closing a share",
        () -> {
          writer.close();
          return this;
        });
    end();
  }

  @Override
  public void abort() throws StorageException, InterruptedException {
    if (ended) {
      return;
    }
    FoolscapStorageClient.call(
        "aborting the upload of a share",
        () -> {
          writer.abort();
          return this;
        });
    end();
  }

  private void end() {
    ended = true;
    RemoteReference.behind(writer).ifPresent(RemoteReference::release);
  }

  /** The bytes of buffers, one after the other; they are consumed. */
  private static final class Buffers extends InputStream {
    private final ByteBuffer[] buffers;
    private int current;

    Buffers(ByteBuffer[] buffers) {
      this.buffers = buffers;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      while (current < buffers.length && !buffers[current].hasRemaining()) {
        current++;
      }
      if (current == buffers.length) {
        return -1;
      }
      int count = Math.min(length, buffers[current].remaining());
      buffers[current].get(target, offset, count);
      return count;
    }
  }
}
