package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ExcerptRanges;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareKind;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.WriteEnabler;

class ShareExcerptsTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final LeaseSecrets LEASES =
      new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32]));
  private static final SlotSecrets SECRETS =
      new SlotSecrets(new WriteEnabler(new byte[32]), LEASES);
  private static final int MUCH = 1 << 20;

  /** The last one ends where nothing can. */
  private static final ExcerptRanges WANTED =
      new ExcerptRanges(
          List.of(
              new ByteRange(0, 10), new ByteRange(90, 30_000), new ByteRange(9, Long.MAX_VALUE)));

  @TempDir private Path directory;
  private DiskStorageServer server;
  private final byte[] little = bytes(100, 1);

  /** Longer than what is read at once. */
  private final byte[] more = bytes(40_000, 2);

  @BeforeEach
  void start() throws Exception {
    server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(new byte[20])).withDurable(false));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void rangesOfImmutableSharesEndWhereTheSharesDo() throws Exception {
    store();
    requireAll(ShareKind.IMMUTABLE);
  }

  @Test
  void rangesOfSlotsEndWhereTheSharesDo() throws Exception {
    change();
    requireAll(ShareKind.MUTABLE);
  }

  private void requireAll(ShareKind kind) throws Exception {
    Map<ShareNumber, List<byte[]>> found = server.excerpts(kind, INDEX, WANTED, MUCH);
    assertThat(found).containsOnlyKeys(new ShareNumber(0), new ShareNumber(3));
    assertThat(found.get(new ShareNumber(0)))
        .containsExactly(part(little, 0, 10), part(little, 90, 100), part(little, 9, 100));
    assertThat(found.get(new ShareNumber(3)))
        .containsExactly(part(more, 0, 10), part(more, 90, 30_000), part(more, 9, 40_000));
    assertThat(server.excerpts(kind, new StorageIndex(bytes(16, 9)), WANTED, MUCH)).isEmpty();
  }

  @Test
  void aShareWhoseRangesDoNotFitIsNamedAlone() throws Exception {
    store();
    int most = 10 + 10 + 91;
    Map<ShareNumber, List<byte[]>> found =
        server.excerpts(ShareKind.IMMUTABLE, INDEX, WANTED, most);
    assertThat(found.get(new ShareNumber(0))).hasSize(3);
    assertThat(found.get(new ShareNumber(3))).isEmpty();
    assertThat(
            server.excerpts(ShareKind.IMMUTABLE, INDEX, WANTED, most - 1).get(new ShareNumber(0)))
        .isEmpty();
  }

  @Test
  void whatIsNoShareOfTheKindIsLeftOut() throws Exception {
    store();
    assertThat(server.excerpts(ShareKind.MUTABLE, INDEX, WANTED, MUCH)).isEmpty();
    Path bucket = directory.resolve("shares/aa/aaaaaaaaaaaaaaaaaaaaaaaaaa");
    Files.write(bucket.resolve("1"), new byte[] {0, 0});
    Files.write(bucket.resolve("2"), new byte[40]);
    assertThat(server.excerpts(ShareKind.IMMUTABLE, INDEX, WANTED, MUCH))
        .containsOnlyKeys(new ShareNumber(0), new ShareNumber(3));
  }

  private void store() throws Exception {
    Map<ShareNumber, ByteBuffer> shares =
        Map.of(
            new ShareNumber(0), ByteBuffer.wrap(little), new ShareNumber(3), ByteBuffer.wrap(more));
    assertThat(server.storeWhole(INDEX, LEASES, shares).orElseThrow().writers()).hasSize(2);
  }

  private void change() throws Exception {
    Map<ShareNumber, ShareUpdate> updates =
        Map.of(new ShareNumber(0), write(little), new ShareNumber(3), write(more));
    assertThat(server.readTestWrite(INDEX, SECRETS, updates, List.of()).success()).isTrue();
  }

  private static ShareUpdate write(byte[] data) {
    return new ShareUpdate(
        List.of(), List.of(new ShareUpdate.Write(0, data)), OptionalLong.empty());
  }

  private static byte[] part(byte[] whole, int begin, int end) {
    return Arrays.copyOfRange(whole, begin, end);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
