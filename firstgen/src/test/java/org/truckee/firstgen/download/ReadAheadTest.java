package org.truckee.firstgen.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ReadAheadTest {
  private static final long PATIENCE = 60;

  /** Takes a segment only when the next one has been asked for. */
  private static final class Waiting implements DownloadTarget<byte[]> {
    private final List<CountDownLatch> askedFor;
    private final Watched file;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Waiting(List<CountDownLatch> askedFor, Watched file) {
      this.askedFor = askedFor;
      this.file = file;
    }

    @Override
    public void open(long size) {}

    @Override
    public void write(byte[] data) throws IOException {
      int next = bytes.size() / Watched.SEGMENT + 1;
      try {
        if (next < Watched.SEGMENTS && !askedFor.get(next).await(PATIENCE, TimeUnit.SECONDS)) {
          throw new IOException("segment %d was not asked for".formatted(next));
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      // One ahead and no more, so that memory does not grow with the file.
      assertThat(file.asked).hasSize(Math.min(next + 1, Watched.SEGMENTS));
      bytes.writeBytes(data);
    }

    @Override
    public void close() {}

    @Override
    public void fail(Exception why) {}

    @Override
    public byte[] finish() {
      return bytes.toByteArray();
    }
  }

  @Test
  void theNextSegmentIsFetchedWhileTheLastIsWritten() throws Exception {
    List<CountDownLatch> askedFor =
        Stream.generate(() -> new CountDownLatch(1)).limit(Watched.SEGMENTS).toList();
    Watched file = new Watched(segment -> askedFor.get(segment).countDown());
    assertThat(file.downloader().download(file.uri, new Waiting(askedFor, file)))
        .isEqualTo(file.plaintext);
  }

  @Test
  void thingsComeInTheirOrderAndAFailureInItsPlace() throws Exception {
    IOException gone = new IOException("the third is gone");
    try (ReadAhead<Integer> numbers =
        new ReadAhead<>(
            5,
            number -> {
              if (number == 2) {
                throw gone;
              }
              return number * number;
            })) {
      assertThat(numbers.next()).isZero();
      assertThat(numbers.next()).isEqualTo(1);
      assertThatThrownBy(numbers::next).isSameAs(gone);
    }
  }

  @Test
  void whatIsOnItsWayIsGivenUpInTheEnd() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (ReadAhead<Integer> numbers =
        new ReadAhead<>(
            2,
            number -> {
              if (number == 1) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  interrupted.countDown();
                  throw e;
                }
              }
              return number;
            })) {
      assertThat(numbers.next()).isZero();
    }
    assertThat(interrupted.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }
}
