package org.truckee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;

/** What servers do that store small shares whole ({@link StorageShortcuts#storeWhole}). */
public abstract class WholeShareContract extends StorageServerContract {
  private static final LeaseSecrets OTHER_LEASES = leases(2);

  private Allocation store(StorageIndex index, Integer... numbers) throws Exception {
    // Over a wire it is the version that says what a server can do.
    server().version();
    assertThat(shortcuts(server()).storesWhole()).isTrue();
    Map<ShareNumber, ByteBuffer> shares = new HashMap<>();
    for (int number : numbers) {
      shares.put(new ShareNumber(number), ByteBuffer.wrap(data(number)));
    }
    Allocation allocation = shortcuts(server()).storeWhole(index, LEASES, shares).orElseThrow();
    assertThat(shares.values()).allMatch(ByteBuffer::hasRemaining);
    return allocation;
  }

  private static StorageShortcuts shortcuts(StorageServer server) {
    return server.shortcuts().orElseThrow();
  }

  private static byte[] data(int number) {
    return bytes(number, 1000 + number);
  }

  private void requireStored(Integer... numbers) throws Exception {
    Map<ShareNumber, BucketReader> readers = server().getBuckets(INDEX);
    assertThat(readers.keySet()).isEqualTo(shares(numbers));
    for (int number : numbers) {
      assertThat(read(readers.get(new ShareNumber(number)), 0, 5000)).isEqualTo(data(number));
    }
  }

  @Test
  void wholeSharesAreCompleteAtOnce() throws Exception {
    Allocation allocation = store(INDEX, 3, 7);
    assertThat(allocation.alreadyHave()).isEmpty();
    assertThat(allocation.writers()).containsOnlyKeys(new ShareNumber(3), new ShareNumber(7));
    requireStored(3, 7);
    BucketWriter writer = allocation.writers().get(new ShareNumber(3));
    writer.close();
    assertThatThrownBy(() -> writer.write(0, ByteBuffer.wrap(data(3))))
        .isInstanceOf(UploadGoneException.class);
  }

  @Test
  void nothingIsStoredWhereThereIsAnyShareOfTheBucket() throws Exception {
    upload(INDEX, SHARE, data(0));
    Allocation allocation = store(INDEX, 0, 7);
    assertThat(allocation.alreadyHave()).isEqualTo(shares(0));
    assertThat(allocation.writers()).isEmpty();
    assertThat(allocation.refused()).as("nothing was asked for").isEmpty();
    requireStored(0);
  }

  @Test
  void wholeShareThatSomebodyUploadsIsNotStored() throws Exception {
    BucketWriter writer = allocate(INDEX, new ShareNumber(7), data(7).length);
    Allocation allocation = store(INDEX, 3, 7);
    assertThat(allocation.writers()).containsOnlyKeys(new ShareNumber(3));
    assertThat(allocation.refused()).isEqualTo(Map.of(new ShareNumber(7), Refusal.IN_PROGRESS));
    writer.write(0, ByteBuffer.wrap(data(7)));
    writer.close();
    requireStored(3, 7);
  }

  @Test
  void wholeSharesCanBeTakenBackAloneOrTogether() throws Exception {
    Allocation allocation = store(INDEX, 3, 7);
    allocation.writers().get(new ShareNumber(3)).abort();
    requireStored(7);

    StorageIndex second = index(2);
    for (BucketWriter writer : store(second, 1, 2).writers().values()) {
      writer.abort();
    }
    assertThat(server().getBuckets(second)).isEmpty();
    assertThat(store(second, 1, 2).writers()).hasSize(2);
  }

  @Test
  void wholeShareThatSomebodyHasSeenCannotBeTakenBack() throws Exception {
    Map<ShareNumber, ByteBuffer> other = Map.of(SHARE, ByteBuffer.allocate(1));
    List<Look> looks =
        List.of(
            (server, index) -> server.getBuckets(index),
            (server, index) ->
                shortcuts(server).findShares(index, List.of(new ByteRange(0, 10)), 100),
            (server, index) -> server.addLease(index, OTHER_LEASES),
            (server, index) -> server.allocateBuckets(index, OTHER_LEASES, shares(9), 10),
            (server, index) -> shortcuts(server).storeWhole(index, OTHER_LEASES, other));
    int seed = 10;
    for (Look look : looks) {
      StorageIndex index = index(seed++);
      BucketWriter writer = store(index, 3).writers().get(new ShareNumber(3));
      look.at(server(), index);
      writer.abort();
      assertThat(server().getBuckets(index)).as("bucket %d", seed).isNotEmpty();
    }
  }

  @Test
  void wholeShareCannotBeTakenBackMuchLater() throws Exception {
    Allocation allocation = store(INDEX, 3, 7);
    advance(Duration.ofSeconds(59));
    allocation.writers().get(new ShareNumber(3)).abort();
    advance(Duration.ofSeconds(1));
    allocation.writers().get(new ShareNumber(7)).abort();
    requireStored(7);
  }

  @Test
  void aRequestWithoutSharesStoresNothing() throws Exception {
    assertThat(store(INDEX).writers()).isEmpty();
    assertThat(server().getBuckets(INDEX)).isEmpty();
  }

  @Test
  void wholeSharesOfMoreThanTheLimitAreRefused() throws Exception {
    server().version();
    int half = StorageShortcuts.MAXIMUM_STORED / 2;
    Map<ShareNumber, ByteBuffer> most =
        Map.of(SHARE, ByteBuffer.allocate(half), new ShareNumber(1), ByteBuffer.allocate(half));
    assertThat(shortcuts(server()).storeWhole(INDEX, LEASES, most).orElseThrow().writers())
        .hasSize(2);
    Map<ShareNumber, ByteBuffer> tooMuch =
        Map.of(SHARE, ByteBuffer.allocate(half), new ShareNumber(1), ByteBuffer.allocate(half + 1));
    assertThatThrownBy(() -> shortcuts(server()).storeWhole(index(2), LEASES, tooMuch))
        .isInstanceOf(DataTooLargeException.class);
    assertThat(server().getBuckets(index(2))).isEmpty();
  }

  @Test
  void wholeSharesAreNotStoredUnderTheIndexOfAMutableFile() throws Exception {
    change(secrets(1), SHARE, write(0, data(0)));
    assertThatThrownBy(() -> store(INDEX, 3)).isInstanceOf(StorageException.class);
    assertThat(slotData(SHARE)).isEqualTo(data(0));
  }

  /** A way to learn what there is. */
  private interface Look {
    void at(StorageServer server, StorageIndex index) throws Exception;
  }
}
