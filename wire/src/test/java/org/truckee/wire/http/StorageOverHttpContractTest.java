package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageServer;
import org.truckee.storage.WholeShareContract;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;
import org.truckee.storage.disk.SettableClock;

/** The contract of all storage servers, held by a disk server behind HTTPS. */
class StorageOverHttpContractTest extends WholeShareContract {
  @TempDir private Path directory;
  private final SettableClock clock = new SettableClock();
  private DiskStorageServer store;
  private HttpFixture http;

  @BeforeEach
  void start() throws Exception {
    store =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory.resolve("storage"), HttpFixture.CERTIFICATE.tubId())
                .withClock(clock)
                .withMonotonicClock(clock)
                .withDurable(false));
    http = new HttpFixture(store, ServerLimits.defaults(), clock);
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    store.close();
  }

  @Test
  void excerptsComeAlongAsFarAsThereIsRoomOnceTheServerHasSaidThatItSendsThem() throws Exception {
    upload(INDEX, new ShareNumber(1), bytes(1, 1000));
    upload(INDEX, new ShareNumber(2), bytes(2, 1000));
    List<ByteRange> likely = List.of(new ByteRange(0, 40), new ByteRange(990, 1050));
    assertThat(bytesAlong(find(INDEX, likely, 100))).isZero();
    server().version();
    assertThat(bytesAlong(find(INDEX, likely, 49))).isZero();
    assertThat(bytesAlong(find(INDEX, likely, 99))).isEqualTo(50);
    assertThat(bytesAlong(find(INDEX, likely, 100))).isEqualTo(100);
    assertThat(find(INDEX, likely, 99).get(new ShareNumber(1)).excerpts())
        .as("the lowest share first")
        .isNotEmpty();
  }

  @Override
  protected StorageServer server() {
    return http.client;
  }

  @Override
  protected void advance(Duration duration) {
    clock.advance(duration);
  }
}
