package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.truckee.storage.BucketWriter;
import org.truckee.storage.WriteProgress;
import org.truckee.storage.disk.SettableClock;

class UploadRegistryTest {
  private static final int MAXIMUM = 100;
  private static final UploadSecret SECRET = new UploadSecret(new byte[] {1});

  private final SettableClock clock = new SettableClock();
  private final UploadRegistry registry = new UploadRegistry(clock::nanos, MAXIMUM);

  @Test
  void whoeverReservesAtOnceNeverGetsMoreThanTheLimitTogether() throws Exception {
    int clients = 64;
    AtomicInteger open = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    together(
        clients,
        client -> {
          for (int round = 0; round < 200; round++) {
            int wanted = 1 + (client + round) % 10;
            try (UploadRegistry.Room room = registry.reserve(wanted)) {
              if (!room.isEmpty()) {
                most.accumulateAndGet(open.addAndGet(wanted), Math::max);
                Thread.yield();
                open.addAndGet(-wanted);
              }
            }
          }
        });
    assertThat(most.get()).isBetween(1, MAXIMUM);
    assertThat(registry.reserve(MAXIMUM).isEmpty()).isFalse();
  }

  @Test
  void clientsThatAllocateAtOnceFillTheServerExactlyToItsLimit() throws Exception {
    together(
        64,
        client -> {
          for (int share = 0; share < 5; share++) {
            try (UploadRegistry.Room room = registry.reserve(1)) {
              if (!room.isEmpty()) {
                add(room, client, share);
              }
            }
          }
        });
    assertThat(registry.size()).isEqualTo(MAXIMUM);
    assertThat(registry.reserve(1).isEmpty()).isTrue();
  }

  @Test
  void whatTheStoreDidNotGrantIsGivenBack() {
    try (UploadRegistry.Room room = registry.reserve(MAXIMUM)) {
      add(room, 1, 0);
      assertThat(registry.reserve(1).isEmpty()).isTrue();
    }
    assertThat(registry.reserve(MAXIMUM).isEmpty()).isTrue();
    assertThat(registry.reserve(MAXIMUM - 1).isEmpty()).isFalse();
  }

  @Test
  void uploadsThatEndOrRestTooLongMakeRoom() throws Exception {
    try (UploadRegistry.Room room = registry.reserve(MAXIMUM)) {
      for (int share = 0; share < MAXIMUM; share++) {
        add(room, 1, share);
      }
    }
    Upload first = registry.find(HttpFixture.index(1), HttpFixture.share(0)).orElseThrow();
    registry.remove(HttpFixture.index(1), HttpFixture.share(0), first);
    registry.remove(HttpFixture.index(1), HttpFixture.share(0), first);
    assertThat(registry.reserve(2).isEmpty()).isTrue();
    clock.advance(Duration.ofSeconds(1800));
    registry.sweep();
    assertThat(registry.reserve(MAXIMUM).isEmpty()).isFalse();
    assertThat(registry.reserve(1).isEmpty()).isTrue();
  }

  @Test
  void whoSetsTheCalendarEndsNoUpload() throws Exception {
    try (UploadRegistry.Room room = registry.reserve(1)) {
      add(room, 1, 0);
    }
    for (Duration jump : List.of(Duration.ofDays(1), Duration.ofDays(-2))) {
      clock.set(clock.instant().plus(jump));
      registry.sweep();
      assertThat(registry.find(HttpFixture.index(1), HttpFixture.share(0))).isPresent();
    }
  }

  @Test
  void anUploadThatTakesThePlaceOfOneThatTheStoreGaveUpNeedsNoRoomOfItsOwn() {
    try (UploadRegistry.Room room = registry.reserve(1)) {
      add(room, 1, 0);
    }
    try (UploadRegistry.Room room = registry.reserve(1)) {
      add(room, 1, 0);
    }
    assertThat(registry.size()).isEqualTo(1);
    assertThat(registry.reserve(MAXIMUM - 1).isEmpty()).isFalse();
  }

  @Test
  void nothingIsAddedWithoutRoom() {
    try (UploadRegistry.Room room = registry.reserve(MAXIMUM + 1)) {
      assertThat(room.isEmpty()).isTrue();
      assertThatThrownBy(() -> add(room, 1, 0)).isInstanceOf(IllegalStateException.class);
    }
    assertThat(registry.size()).isZero();
  }

  private static void add(UploadRegistry.Room room, int index, int share) {
    room.add(
        HttpFixture.index(index), HttpFixture.share(share), SECRET, new UnusedBucketWriter(), 1);
  }

  /** What one of several clients does. */
  private interface Client {
    void run(int number) throws Exception;
  }

  /** Runs clients on platform threads that begin at the same moment. */
  private static void together(int clients, Client client) throws Exception {
    CountDownLatch begin = new CountDownLatch(clients);
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int number = i;
        ends.add(
            threads.submit(
                () -> {
                  begin.countDown();
                  begin.await();
                  client.run(number);
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }

  /** A writer to which nothing is written. */
  private static final class UnusedBucketWriter implements BucketWriter {
    @Override
    public WriteProgress write(long offset, ByteBuffer... data) {
      throw new AssertionError("nothing was to be written");
    }

    @Override
    public void close() {
      throw new AssertionError("nothing was to be closed");
    }

    @Override
    public void abort() {}
  }
}
