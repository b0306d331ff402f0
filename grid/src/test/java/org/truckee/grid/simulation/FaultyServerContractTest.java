package org.truckee.grid.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageServer;
import org.truckee.storage.WholeShareContract;
import org.truckee.storage.disk.SettableClock;
import org.truckee.storage.memory.MemoryStorageServer;

/** The contract of all storage servers, held by one that was not told to be faulty yet. */
class FaultyServerContractTest extends WholeShareContract {
  private final SettableClock clock = new SettableClock();
  private final FaultyServer server = new FaultyServer("alder", new MemoryStorageServer(clock));

  @BeforeEach
  void takeShortcuts() {
    server.storeWholeShares();
    server.sendExcerpts();
  }

  @Override
  protected StorageServer server() {
    return server;
  }

  @Override
  protected void advance(Duration duration) {
    clock.advance(duration);
  }

  @Test
  void aDamagedMutableShareIsShownInEveryAnswerAndIsWholeAfterwards() throws Exception {
    change(secrets(1), SHARE, write(0, ascii("data")));
    server.corrupt(0, 1, 0x20);
    assertThat(slotData(SHARE)).isEqualTo(ascii("dAta"));
    server.truncate(0, 3);
    assertThat(slotData(SHARE)).isEqualTo(ascii("dAt"));
    server.pretend(5, ascii("five"));
    assertThat(slotData(new ShareNumber(5))).isEqualTo(ascii("five"));
    server.recover();
    assertThat(slotData(SHARE)).isEqualTo(ascii("data"));
  }

  @Test
  void aMutableShareIsNotWrittenWhereThereIsNoRoomOrNobody() throws Exception {
    server.fillUpAfter(3);
    assertThatThrownBy(() -> change(secrets(1), SHARE, write(0, ascii("data"))))
        .isInstanceOf(NoSpaceException.class);
    server.recover();
    server.crash();
    assertThatThrownBy(() -> slotData(SHARE)).isInstanceOf(ServerUnavailableException.class);
  }
}
