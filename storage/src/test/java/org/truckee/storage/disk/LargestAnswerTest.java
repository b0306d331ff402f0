package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;
import org.truckee.crypto.TubId;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ReadVector;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.ShareUpdate;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.WriteEnabler;

/** Nobody makes a server gather more than 30 MiB in its memory, however little was sent for it. */
class LargestAnswerTest {
  private static final int MIB = 1 << 20;
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final ShareNumber SHARE = new ShareNumber(0);
  private static final SlotSecrets SECRETS =
      new SlotSecrets(
          new WriteEnabler(new byte[32]),
          new LeaseSecrets(new LeaseSecret(new byte[32]), new LeaseSecret(new byte[32])));

  @TempDir private Path directory;
  private DiskStorageServer server;

  @BeforeEach
  void startWithALongShareThatTookOneByte() throws Exception {
    server =
        DiskStorageServer.start(
            DiskStorageOptions.of(directory, new TubId(new byte[20])).withDurable(false));
    assertThat(server.readTestWrite(INDEX, SECRETS, Map.of(SHARE, write(20L * MIB)), List.of()))
        .returns(true, answer -> answer.success());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private static ShareUpdate write(long offset) {
    ShareUpdate.Write write = new ShareUpdate.Write(offset, new byte[1]);
    return new ShareUpdate(List.of(), List.of(write), OptionalLong.empty());
  }

  @Test
  void theSameRangeReadTwiceCountsTwice() throws Exception {
    ReadVector half = new ReadVector(0, 15L * MIB);
    assertThat(server.readSlot(INDEX, Set.of(SHARE), List.of(half, half)).get(SHARE)).hasSize(2);
    ReadVector more = new ReadVector(0, 15L * MIB + 1);
    assertThatThrownBy(() -> server.readSlot(INDEX, Set.of(SHARE), List.of(half, more)))
        .isInstanceOf(DataTooLargeException.class)
        .hasMessageContaining("read less");
  }

  @Test
  void aWriteWhoseAnswerWouldBeTooLargeChangesNothing() throws Exception {
    List<ReadVector> everythingTwice =
        List.of(new ReadVector(0, Long.MAX_VALUE), new ReadVector(0, Long.MAX_VALUE));
    assertThatThrownBy(
            () ->
                server.readTestWrite(
                    INDEX, SECRETS, Map.of(SHARE, write(25L * MIB)), everythingTwice))
        .isInstanceOf(DataTooLargeException.class);
    assertThat(
            server
                .readSlot(INDEX, Set.of(SHARE), List.of(new ReadVector(20L * MIB, MIB)))
                .get(SHARE))
        .containsExactly(new byte[1]);
  }
}
