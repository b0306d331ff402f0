package org.truckee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;

/**
 * What every storage server does, wherever it is. A subclass gives an empty server to each test.
 *
 * <p>Left out is what some wires cannot say: shares of 0 bytes, and ending an upload early.
 */
public abstract class StorageServerContract {
  protected static final StorageIndex INDEX = index(1);
  protected static final LeaseSecrets LEASES = leases(1);
  protected static final ShareNumber SHARE = new ShareNumber(0);

  /** The server under test, empty when the test begins. */
  protected abstract StorageServer server() throws Exception;

  /** What a client learns of a reason; protocols that give none leave it unknown. */
  protected Refusal told(Refusal reason) {
    return reason;
  }

  /** Lets time pass for the server; the test is skipped where that cannot be done. */
  protected void advance(Duration duration) {
    Assumptions.assumeThat(false).as("the clock of this server can be set").isTrue();
  }

  protected static StorageIndex index(int seed) {
    return new StorageIndex(bytes(seed, StorageIndex.LENGTH));
  }

  protected static LeaseSecrets leases(int seed) {
    return new LeaseSecrets(
        new LeaseSecret(bytes(1000 + seed, LeaseSecret.LENGTH)),
        new LeaseSecret(bytes(2000 + seed, LeaseSecret.LENGTH)));
  }

  protected static SlotSecrets secrets(int seed) {
    return new SlotSecrets(new WriteEnabler(bytes(3000 + seed, WriteEnabler.LENGTH)), LEASES);
  }

  protected static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  protected static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  protected static Set<ShareNumber> shares(Integer... numbers) {
    return Set.copyOf(Arrays.stream(numbers).map(ShareNumber::new).toList());
  }

  protected BucketWriter allocate(StorageIndex index, ShareNumber share, long size)
      throws Exception {
    Allocation allocation = server().allocateBuckets(index, LEASES, Set.of(share), size);
    assertThat(allocation.writers()).containsOnlyKeys(share);
    return allocation.writers().get(share);
  }

  protected void upload(StorageIndex index, ShareNumber share, byte[] data) throws Exception {
    BucketWriter writer = allocate(index, share, data.length);
    writer.write(0, ByteBuffer.wrap(data));
    writer.close();
  }

  protected static byte[] read(BucketReader reader, long offset, int length) throws Exception {
    ByteBuffer target = ByteBuffer.allocate(length);
    int count = reader.read(offset, target);
    assertThat(target.position()).isEqualTo(count);
    return Arrays.copyOf(target.array(), count);
  }

  protected SlotAnswer change(SlotSecrets secrets, ShareNumber share, ShareUpdate update)
      throws Exception {
    return server().readTestWrite(INDEX, secrets, Map.of(share, update), List.of());
  }

  protected static ShareUpdate write(long offset, byte[] data) {
    return new ShareUpdate(
        List.of(), List.of(new ShareUpdate.Write(offset, data)), OptionalLong.empty());
  }

  protected static ShareUpdate newLength(long length) {
    return new ShareUpdate(List.of(), List.of(), OptionalLong.of(length));
  }

  protected static ShareUpdate testedWrite(byte[] specimen, byte[] data) {
    return new ShareUpdate(
        List.of(new ShareUpdate.Test(0, Math.max(1, specimen.length), specimen)),
        List.of(new ShareUpdate.Write(0, data)),
        OptionalLong.empty());
  }

  protected byte[] slotData(ShareNumber share) throws Exception {
    Map<ShareNumber, List<byte[]>> data =
        server().readSlot(INDEX, Set.of(share), List.of(new ReadVector(0, 1_000_000)));
    return data.get(share).getFirst();
  }

  @Test
  void versionTellsSizesAndName() throws Exception {
    ServerVersion version = server().version();
    assertThat(version.maximumImmutableShareSize()).isPositive();
    assertThat(version.maximumMutableShareSize()).isEqualTo(69_105_000_000_000_000L);
    assertThat(version.availableSpace()).isPositive();
    assertThat(version.applicationVersion()).isNotBlank();
  }

  @Test
  void uploadedShareIsReadBack() throws Exception {
    byte[] data = bytes(7, 100_000);
    upload(INDEX, SHARE, data);
    Map<ShareNumber, BucketReader> readers = server().getBuckets(INDEX);
    assertThat(readers).containsOnlyKeys(SHARE);
    assertThat(read(readers.get(SHARE), 0, data.length)).isEqualTo(data);
  }

  @Test
  void readsAreShortenedAtTheEndOfTheShareAndEmptyBehindIt() throws Exception {
    upload(INDEX, SHARE, ascii("0123456789"));
    BucketReader reader = server().getBuckets(INDEX).get(SHARE);
    assertThat(read(reader, 7, 100)).isEqualTo(ascii("789"));
    assertThat(read(reader, 3, 4)).isEqualTo(ascii("3456"));
    assertThat(read(reader, 10, 5)).isEmpty();
    assertThat(read(reader, 4_000_000_000L, 5)).isEmpty();
    assertThat(read(reader, 2, 0)).isEmpty();
  }

  @Test
  void unknownIndexHasNoBuckets() throws Exception {
    assertThat(server().getBuckets(index(99))).isEmpty();
  }

  @Test
  void sharesAreFoundWithOrWithoutWhatIsLikelyToBeReadFirst() throws Exception {
    byte[] first = bytes(1, 300);
    byte[] second = bytes(2, 250);
    upload(INDEX, new ShareNumber(3), first);
    upload(INDEX, new ShareNumber(7), second);
    server().version();
    List<ByteRange> likely =
        List.of(new ByteRange(0, 10), new ByteRange(200, 275), new ByteRange(400, 500));
    for (int most : new int[] {0, 85, 100, 10_000}) {
      Map<ShareNumber, FoundShare> found = find(INDEX, likely, most);
      assertThat(found).containsOnlyKeys(new ShareNumber(3), new ShareNumber(7));
      requireTrue(found.get(new ShareNumber(3)), first, likely);
      requireTrue(found.get(new ShareNumber(7)), second, likely);
      assertThat(bytesAlong(found)).isLessThanOrEqualTo(most);
    }
    assertThat(find(index(9), likely, 100)).isEmpty();
  }

  /** What the server has, with one question if it knows how. */
  protected Map<ShareNumber, FoundShare> find(StorageIndex index, List<ByteRange> likely, int most)
      throws Exception {
    Optional<StorageShortcuts> shortcuts = server().shortcuts();
    return shortcuts.isPresent()
        ? shortcuts.get().findShares(index, likely, most)
        : FoundShare.withoutExcerpts(server().getBuckets(index));
  }

  protected static int bytesAlong(Map<ShareNumber, FoundShare> found) {
    return found.values().stream()
        .flatMap(share -> share.excerpts().stream())
        .mapToInt(excerpt -> excerpt.bytes().length)
        .sum();
  }

  private static void requireTrue(FoundShare share, byte[] data, List<ByteRange> likely)
      throws Exception {
    assertThat(read(share.reader(), 0, 1000)).isEqualTo(data);
    assertThat(share.excerpts().size()).isIn(0, likely.size());
    for (Excerpt excerpt : share.excerpts()) {
      int begin = (int) Math.min(excerpt.range().begin(), data.length);
      int end = (int) Math.min(excerpt.range().end(), data.length);
      assertThat(excerpt.bytes()).isEqualTo(Arrays.copyOfRange(data, begin, end));
    }
  }

  @Test
  void shareIsInvisibleUntilItsUploadIsClosed() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 4);
    writer.write(0, ByteBuffer.wrap(ascii("dat")));
    assertThat(server().getBuckets(INDEX)).isEmpty();
    writer.write(3, ByteBuffer.wrap(ascii("a")));
    writer.close();
    assertThat(server().getBuckets(INDEX)).containsOnlyKeys(SHARE);
  }

  @Test
  void rangesComeInAnyOrderAndProgressSaysWhatIsMissing() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 10);
    assertThat(writer.write(4, ByteBuffer.wrap(ascii("45"))).missing())
        .containsExactly(new ByteRange(0, 4), new ByteRange(6, 10));
    assertThat(writer.write(8, ByteBuffer.wrap(ascii("89"))).missing())
        .containsExactly(new ByteRange(0, 4), new ByteRange(6, 8));
    assertThat(writer.write(0, ByteBuffer.wrap(ascii("0123"))).complete()).isFalse();
    assertThat(writer.write(6, ByteBuffer.wrap(ascii("67"))).complete()).isTrue();
    writer.close();
    assertThat(read(server().getBuckets(INDEX).get(SHARE), 0, 20)).isEqualTo(ascii("0123456789"));
  }

  @Test
  void oneWriteMayComeInSeveralBuffersWhichAreConsumed() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 6);
    ByteBuffer first = ByteBuffer.wrap(ascii("xxab"));
    first.position(2);
    ByteBuffer last = ByteBuffer.wrap(ascii("cdef"));
    assertThat(writer.write(0, first, ByteBuffer.allocate(0), last).complete()).isTrue();
    assertThat(first.hasRemaining() || last.hasRemaining()).isFalse();
    writer.close();
    assertThat(read(server().getBuckets(INDEX).get(SHARE), 0, 9)).isEqualTo(ascii("abcdef"));
  }

  @Test
  void equalBytesMayBeWrittenAgainButOtherBytesAreRefused() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 10);
    writer.write(2, ByteBuffer.wrap(ascii("2345")));
    writer.write(0, ByteBuffer.wrap(ascii("0123")));
    assertThatThrownBy(() -> writer.write(4, ByteBuffer.wrap(ascii("4x67"))))
        .isInstanceOf(ConflictingWriteException.class);
    writer.write(4, ByteBuffer.wrap(ascii("456789")));
    writer.close();
    assertThat(read(server().getBuckets(INDEX).get(SHARE), 0, 10)).isEqualTo(ascii("0123456789"));
  }

  @Test
  void writesBeyondTheAllocatedSizeAreRefused() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 10);
    assertThatThrownBy(() -> writer.write(9, ByteBuffer.wrap(ascii("ab"))))
        .isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> writer.write(1L << 60, ByteBuffer.wrap(ascii("a"))))
        .isInstanceOf(StorageException.class);
    writer.write(0, ByteBuffer.wrap(ascii("0123456789")));
    writer.close();
    assertThat(read(server().getBuckets(INDEX).get(SHARE), 0, 20)).hasSize(10);
  }

  @Test
  void uploadThatEndedTakesNoMoreWrites() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 1);
    writer.write(0, ByteBuffer.wrap(ascii("a")));
    writer.close();
    assertThatThrownBy(() -> writer.write(0, ByteBuffer.wrap(ascii("a"))))
        .isInstanceOf(UploadGoneException.class);
    writer.abort();
    assertThat(server().getBuckets(INDEX)).containsOnlyKeys(SHARE);
  }

  @Test
  void abortedUploadLeavesNothingAndCanBeStartedAgain() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 10);
    writer.write(0, ByteBuffer.wrap(ascii("01234")));
    writer.abort();
    assertThatThrownBy(() -> writer.write(5, ByteBuffer.wrap(ascii("56789"))))
        .isInstanceOf(UploadGoneException.class);
    assertThat(server().getBuckets(INDEX)).isEmpty();
    upload(INDEX, SHARE, ascii("other"));
    assertThat(read(server().getBuckets(INDEX).get(SHARE), 0, 10)).isEqualTo(ascii("other"));
  }

  @Test
  void shareThatSomebodyUploadsIsNeitherHadNorWritable() throws Exception {
    allocate(INDEX, SHARE, 10);
    Allocation second = server().allocateBuckets(INDEX, leases(2), shares(0, 1), 10);
    assertThat(second.alreadyHave()).isEmpty();
    assertThat(second.writers()).containsOnlyKeys(new ShareNumber(1));
    assertThat(second.refused()).isEqualTo(Map.of(SHARE, told(Refusal.IN_PROGRESS)));
  }

  @Test
  void allCompleteSharesAreAlreadyHadEvenIfTheyWereNotAskedFor() throws Exception {
    upload(INDEX, new ShareNumber(3), ascii("three"));
    upload(INDEX, new ShareNumber(4), ascii("four"));
    Allocation allocation = server().allocateBuckets(INDEX, leases(2), shares(4, 5), 10);
    assertThat(allocation.alreadyHave()).isEqualTo(shares(3, 4));
    assertThat(allocation.writers()).containsOnlyKeys(new ShareNumber(5));
    assertThat(allocation.refused()).isEmpty();
    assertThat(server().allocateBuckets(INDEX, leases(2), Set.of(), 10).alreadyHave())
        .isEqualTo(shares(3, 4));
  }

  @Test
  void twoHundredFiftySixSharesAreAllocatedAtOnce() throws Exception {
    Integer[] numbers = new Integer[256];
    Arrays.setAll(numbers, i -> i);
    Allocation allocation = server().allocateBuckets(INDEX, LEASES, shares(numbers), 1);
    assertThat(allocation.writers()).hasSize(256);
    for (BucketWriter writer : allocation.writers().values()) {
      writer.abort();
    }
  }

  @Test
  void moreThanTheServerOffersIsNotAllocated() throws Exception {
    long tooMuch = server().version().availableSpace() / 2 + (1L << 40);
    Allocation allocation = server().allocateBuckets(INDEX, LEASES, shares(0, 1), tooMuch);
    assertThat(allocation.alreadyHave()).isEmpty();
    assertThat(allocation.writers()).hasSizeLessThan(2);
    assertThat(allocation.refused()).hasSize(2 - allocation.writers().size());
    assertThat(allocation.refused().values()).containsOnly(told(Refusal.NO_ROOM));
    for (BucketWriter writer : allocation.writers().values()) {
      writer.abort();
    }
  }

  @Test
  void uploadIsGoneAfterThirtyMinutesWithoutAWrite() throws Exception {
    BucketWriter writer = allocate(INDEX, SHARE, 4);
    advance(Duration.ofSeconds(1799));
    assertThat(writer.write(0, ByteBuffer.wrap(ascii("d"))).complete()).isFalse();
    advance(Duration.ofSeconds(1799));
    assertThat(writer.write(0, ByteBuffer.wrap(ascii("da"))).complete()).isFalse();
    advance(Duration.ofSeconds(1800));
    assertThatThrownBy(() -> writer.write(2, ByteBuffer.wrap(ascii("ta"))))
        .isInstanceOf(UploadGoneException.class);
    upload(INDEX, SHARE, ascii("data"));
  }

  @Test
  void manyReadersReadOneShareAtOnce() throws Exception {
    byte[] data = bytes(8, 300_000);
    upload(INDEX, SHARE, data);
    BucketReader reader = server().getBuckets(INDEX).get(SHARE);
    List<Callable<byte[]>> reads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int offset = i * 5000;
      reads.add(() -> read(reader, offset, 20_000));
    }
    List<byte[]> results = atOnce(reads);
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i)).isEqualTo(Arrays.copyOfRange(data, i * 5000, i * 5000 + 20_000));
    }
  }

  @Test
  void leasesAreAddedToSharesOfBothKindsAndToNone() throws Exception {
    server().addLease(INDEX, leases(2));
    upload(INDEX, SHARE, ascii("data"));
    server().addLease(INDEX, leases(2));
    server().addLease(INDEX, leases(2));
    assertThat(read(server().getBuckets(INDEX).get(SHARE), 0, 10)).isEqualTo(ascii("data"));
  }

  @Test
  void leasesLeaveTheDataOfAMutableShareAlone() throws Exception {
    change(secrets(1), SHARE, write(0, ascii("data")));
    for (int i = 2; i < 12; i++) {
      server().addLease(INDEX, leases(i));
    }
    assertThat(slotData(SHARE)).isEqualTo(ascii("data"));
    change(secrets(1), SHARE, write(4, bytes(1, 5000)));
    assertThat(slotData(SHARE)).hasSize(5004);
  }

  @Test
  void adviceOnAShareIsTakenWhetherItIsThereOrNot() throws Exception {
    upload(INDEX, SHARE, ascii("data"));
    server().adviseCorruptShare(ShareKind.IMMUTABLE, INDEX, SHARE, "block 3 does not match ☃");
    server().adviseCorruptShare(ShareKind.MUTABLE, index(5), SHARE, "who knows");
    assertThat(read(server().getBuckets(INDEX).get(SHARE), 0, 10)).isEqualTo(ascii("data"));
  }

  @Test
  void mutableShareIsCreatedReadChangedAndDeleted() throws Exception {
    assertThat(change(secrets(1), SHARE, write(0, ascii("first version"))).success()).isTrue();
    assertThat(slotData(SHARE)).isEqualTo(ascii("first version"));
    change(secrets(1), SHARE, write(0, ascii("FIRST")));
    assertThat(slotData(SHARE)).isEqualTo(ascii("FIRST version"));
    change(secrets(1), SHARE, newLength(0));
    assertThat(server().readSlot(INDEX, Set.of(), List.of(new ReadVector(0, 9)))).isEmpty();
  }

  @Test
  void failedTestChangesNothingAndStillReads() throws Exception {
    change(secrets(1), new ShareNumber(0), write(0, ascii("zero")));
    change(secrets(1), new ShareNumber(3), write(0, ascii("three")));
    SlotAnswer answer =
        server()
            .readTestWrite(
                INDEX,
                secrets(1),
                Map.of(
                    new ShareNumber(0), testedWrite(ascii("zero"), ascii("ZERO")),
                    new ShareNumber(3), testedWrite(ascii("wrong"), ascii("THREE"))),
                List.of(new ReadVector(0, 2), new ReadVector(2, 10), new ReadVector(50, 1)));
    assertThat(answer.success()).isFalse();
    assertThat(answer.data()).containsOnlyKeys(new ShareNumber(0), new ShareNumber(3));
    assertThat(answer.data().get(new ShareNumber(3)))
        .usingRecursiveComparison()
        .isEqualTo(List.of(ascii("th"), ascii("ree"), new byte[0]));
    assertThat(slotData(new ShareNumber(0))).isEqualTo(ascii("zero"));
  }

  @Test
  void readsAreTakenBeforeTheWritesFromAllSharesThatExisted() throws Exception {
    change(secrets(1), new ShareNumber(2), write(0, ascii("old")));
    SlotAnswer answer =
        server()
            .readTestWrite(
                INDEX,
                secrets(1),
                Map.of(
                    new ShareNumber(1), write(0, ascii("fresh")),
                    new ShareNumber(2), write(0, ascii("new"))),
                List.of(new ReadVector(0, 10)));
    assertThat(answer.success()).isTrue();
    assertThat(answer.data()).containsOnlyKeys(new ShareNumber(2));
    assertThat(answer.data().get(new ShareNumber(2)).getFirst()).isEqualTo(ascii("old"));
    assertThat(slotData(new ShareNumber(2))).isEqualTo(ascii("new"));
    assertThat(slotData(new ShareNumber(1))).isEqualTo(ascii("fresh"));
  }

  @Test
  void shareThatIsNotThereReadsAsEmptyInTests() throws Exception {
    assertThat(change(secrets(1), SHARE, testedWrite(ascii("x"), ascii("y"))).success()).isFalse();
    assertThat(change(secrets(1), SHARE, testedWrite(new byte[0], ascii("y"))).success()).isTrue();
    assertThat(change(secrets(1), SHARE, testedWrite(new byte[0], ascii("z"))).success()).isFalse();
    assertThat(slotData(SHARE)).isEqualTo(ascii("y"));
  }

  @Test
  void otherWriteEnablerIsRefusedForEveryShareOfTheSlotAndForReadsToo() throws Exception {
    change(secrets(1), new ShareNumber(0), write(0, ascii("mine")));
    assertThatThrownBy(() -> change(secrets(2), new ShareNumber(0), write(0, ascii("y"))))
        .isInstanceOf(BadWriteEnablerException.class);
    assertThatThrownBy(() -> change(secrets(2), new ShareNumber(1), write(0, ascii("y"))))
        .isInstanceOf(BadWriteEnablerException.class);
    assertThatThrownBy(
            () ->
                server().readTestWrite(INDEX, secrets(2), Map.of(), List.of(new ReadVector(0, 1))))
        .isInstanceOf(BadWriteEnablerException.class);
    assertThat(slotData(new ShareNumber(0))).isEqualTo(ascii("mine"));
  }

  @Test
  void holesAreZerosAlsoWhereOldBytesWereCutOff() throws Exception {
    change(secrets(1), SHARE, write(0, ascii("secret data here")));
    change(secrets(1), SHARE, newLength(3));
    change(secrets(1), SHARE, newLength(500));
    assertThat(slotData(SHARE)).isEqualTo(ascii("sec"));
    change(secrets(1), SHARE, write(10, ascii("tail")));
    assertThat(slotData(SHARE)).isEqualTo(ascii("sec\0\0\0\0\0\0\0tail"));
  }

  @Test
  void laterOfTwoOverlappingWritesWins() throws Exception {
    ShareUpdate update =
        new ShareUpdate(
            List.of(),
            List.of(
                new ShareUpdate.Write(0, ascii("aaaaaa")),
                new ShareUpdate.Write(3, ascii("bbb")),
                new ShareUpdate.Write(2, ascii("c"))),
            OptionalLong.empty());
    change(secrets(1), SHARE, update);
    assertThat(slotData(SHARE)).isEqualTo(ascii("aacbbb"));
  }

  @Test
  void onlyNamedSharesOfASlotAreRead() throws Exception {
    change(secrets(1), new ShareNumber(0), write(0, ascii("zero")));
    change(secrets(1), new ShareNumber(4), write(0, ascii("four")));
    List<ReadVector> ranges = List.of(new ReadVector(1, 2));
    assertThat(server().readSlot(INDEX, shares(4), ranges)).containsOnlyKeys(new ShareNumber(4));
    assertThat(server().readSlot(INDEX, Set.of(), ranges)).hasSize(2);
    assertThat(server().readSlot(index(77), Set.of(), ranges)).isEmpty();
  }

  @Test
  void mutableShareBeyondTheMaximumSizeIsRefusedAndNothingChanges() throws Exception {
    assertThatThrownBy(() -> change(secrets(1), SHARE, write(69_105_000_000_000_000L, ascii("x"))))
        .isInstanceOf(StorageException.class);
    assertThat(server().readSlot(INDEX, Set.of(), List.of(new ReadVector(0, 1)))).isEmpty();
  }

  @Test
  void mutableAndImmutableSharesAreNotMixedUnderOneIndex() throws Exception {
    change(secrets(1), SHARE, write(0, ascii("mutable")));
    assertThatThrownBy(() -> server().allocateBuckets(INDEX, LEASES, shares(1), 10))
        .isInstanceOf(StorageException.class);
    assertThat(slotData(SHARE)).isEqualTo(ascii("mutable"));
    StorageIndex other = index(2);
    upload(other, SHARE, ascii("immutable"));
    assertThatThrownBy(
            () ->
                server()
                    .readTestWrite(
                        other, secrets(1), Map.of(SHARE, write(0, ascii("x"))), List.of()))
        .isInstanceOf(StorageException.class);
    assertThat(read(server().getBuckets(other).get(SHARE), 0, 20)).isEqualTo(ascii("immutable"));
  }

  @Test
  void slotWhoseLastShareWasDeletedTakesAnotherWriteEnabler() throws Exception {
    change(secrets(1), SHARE, write(0, ascii("mine")));
    change(secrets(1), SHARE, newLength(0));
    change(secrets(2), SHARE, write(0, ascii("yours")));
    assertThat(slotData(SHARE)).isEqualTo(ascii("yours"));
  }

  @Test
  void compareAndSwapByManyWritersLosesNoIncrement() throws Exception {
    change(secrets(1), SHARE, write(0, counter(0)));
    int writers = 6;
    int increments = 15;
    List<Callable<Integer>> work = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      work.add(() -> increment(increments));
    }
    atOnce(work);
    assertThat(ByteBuffer.wrap(slotData(SHARE)).getInt()).isEqualTo(writers * increments);
  }

  private int increment(int times) throws Exception {
    int seen = 0;
    for (int done = 0; done < times; ) {
      ShareUpdate swap = testedWrite(counter(seen), counter(seen + 1));
      SlotAnswer answer =
          server()
              .readTestWrite(INDEX, secrets(1), Map.of(SHARE, swap), List.of(new ReadVector(0, 4)));
      int found = ByteBuffer.wrap(answer.data().get(SHARE).getFirst()).getInt();
      done += answer.success() ? 1 : 0;
      seen = answer.success() ? seen + 1 : found;
    }
    return seen;
  }

  private static byte[] counter(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  /** Runs all at once, each on a virtual thread, and gives their results in order. */
  protected static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> future : executor.invokeAll(work)) {
        results.add(future.get());
      }
    }
    return results;
  }
}
