package org.truckee.grid.immutable.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.truckee.capability.ChkReadCap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.Source;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.UploadUnhappinessException;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.simulation.Call;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.Gate;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.storage.ShareNumber;

/** Small files on servers that store their shares whole, with one question. */
class WholeSharesTest {
  private static final byte[] FILE = UploadTest.bytes(1, 10_000);
  private static final EncryptionKey KEY = new EncryptionKey(new byte[16]);
  private static final StorageIndex INDEX = KEY.storageIndex();
  private static final EncodingParameters ENCODING = EncodingParameters.of(3, 7, 10);
  private static final UploadOptions OPTIONS = options(ENCODING);
  private static final UploadLimits IMPATIENT =
      UploadLimits.DEFAULT.withTimes(
          Duration.ofMinutes(5), Duration.ofMillis(100), Duration.ofMillis(100));

  private static UploadOptions options(EncodingParameters encoding) {
    return UploadOptions.DEFAULT.withEncoding(encoding).withKey(new KeyChoice.Given(KEY));
  }

  private static TestGrid servers(int servers, int storingWhole) {
    TestGrid grid = TestGrid.of(servers);
    grid.servers().subList(0, storingWhole).forEach(FaultyServer::storeWholeShares);
    return grid;
  }

  /** A grid that has uploaded something, and so knows the capacities of the servers. */
  private static Grid experienced(TestGrid servers) throws Exception {
    Grid grid = Grids.builder(servers).uploadLimits(IMPATIENT).build();
    grid.upload(
        Source.of(UploadTest.bytes(2, 1000)),
        UploadOptions.DEFAULT.withEncoding(EncodingParameters.of(1, 1, servers.size())));
    servers.servers().forEach(FaultyServer::forgetCalls);
    return grid;
  }

  private static List<Operation> operations(FaultyServer server) {
    return server.calls().stream().map(Call::operation).toList();
  }

  private static void requireFile(TestGrid servers, UploadResult result) throws Exception {
    EncodedFile expected = EncodedFile.of(KEY, FILE, 3, 10, ENCODING.maxSegmentSize());
    assertThat(result.cap()).isEqualTo(expected.cap());
    servers
        .shares(INDEX)
        .forEach(
            (server, shares) ->
                shares.forEach(
                    (share, bytes) ->
                        assertThat(bytes).isEqualTo(expected.shares().get(share.value()))));
    try (Grid reader = Grids.of(servers)) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      reader.open((ChkReadCap) result.cap()).copyTo(read);
      assertThat(read.toByteArray()).isEqualTo(FILE);
    }
  }

  @Test
  void aNewSmallFileTakesOneQuestionToEachServer() throws Exception {
    TestGrid servers = servers(5, 5);
    EncodingParameters encoding = EncodingParameters.of(3, 5, 10);
    List<Long> heard = new ArrayList<>();
    try (Grid grid = experienced(servers)) {
      UploadResult result =
          grid.upload(
              Source.of(FILE), options(encoding).withProgress((done, all) -> heard.add(done)));
      assertThat(result.pushedShares()).isEqualTo(10);
      assertThat(result.preexistingShares()).isZero();
      assertThat(result.servermap()).hasSize(5);
      assertThat(servers.servers())
          .allSatisfy(server -> assertThat(operations(server)).containsExactly(Operation.STORE));
      requireFile(servers, result);
    }
    assertThat(heard).containsExactly((long) FILE.length);
  }

  @Test
  void aFileThatIsThereIsFoundWithTheSameQuestionAndGetsNewLeases() throws Exception {
    TestGrid servers = servers(10, 10);
    try (Grid grid = experienced(servers)) {
      grid.upload(Source.of(FILE), OPTIONS);
      servers.servers().forEach(FaultyServer::forgetCalls);
      UploadResult again = grid.upload(Source.of(FILE), OPTIONS);
      assertThat(again.pushedShares()).isZero();
      assertThat(again.preexistingShares()).isEqualTo(10);
      requireFile(servers, again);
    }
    for (FaultyServer server : servers.servers()) {
      assertThat(operations(server)).as("%s", server).contains(Operation.STORE);
      assertThat(server.calls(Operation.ALLOCATE)).isEmpty();
      assertThat(servers.memory(server).leases(INDEX)).hasSize(1);
    }
  }

  @Test
  void whatWasStoredInVainIsTakenBack() throws Exception {
    TestGrid servers = servers(14, 14);
    List<FaultyServer> order =
        ServerOrder.WITHOUT_PREFERENCE.of(servers.connected(), INDEX).stream()
            .map(server -> (FaultyServer) server.storage())
            .toList();
    List<byte[]> shares = EncodedFile.of(KEY, FILE, 3, 10, ENCODING.maxSegmentSize()).shares();
    for (int share = 0; share < shares.size(); share++) {
      // The first four servers would get some and have none; the last four have some.
      servers.put(INDEX, order.get(share + 4), share, shares.get(share));
    }
    try (Grid grid = experienced(servers)) {
      UploadResult result = grid.upload(Source.of(FILE), OPTIONS);
      assertThat(result.pushedShares()).isZero();
      assertThat(result.preexistingShares()).isEqualTo(10);
      assertThat(servers.count(Operation.STORE)).isEqualTo(10);
      assertThat(servers.count(Operation.ABORT)).isEqualTo(4);
      assertThat(servers.shares(INDEX).keySet())
          .containsExactlyInAnyOrderElementsOf(order.subList(4, 14));
      requireFile(servers, result);
    }
  }

  @Test
  void serversOfBothKindsAreServedEachInItsWay() throws Exception {
    TestGrid servers = servers(10, 5);
    try (Grid grid = experienced(servers)) {
      UploadResult result = grid.upload(Source.of(FILE), OPTIONS);
      assertThat(result.pushedShares()).isEqualTo(10);
      assertThat(servers.count(Operation.STORE)).isEqualTo(5);
      assertThat(servers.count(Operation.ALLOCATE)).isEqualTo(5);
      assertThat(servers.count(Operation.WRITE)).isEqualTo(5);
      requireFile(servers, result);
    }
  }

  @Test
  void aLargerFileIsNotSentBeforeItIsKnownThatItIsMissing() throws Exception {
    TestGrid servers = servers(10, 10);
    try (Grid grid = experienced(servers)) {
      grid.upload(Source.of(UploadTest.bytes(3, 60_000)), OPTIONS);
    }
    assertThat(servers.count(Operation.STORE)).isZero();
  }

  @Test
  void aServerThatWasReplacedMeanwhileIsAskedInTheOtherWay() throws Exception {
    TestGrid servers = servers(10, 10);
    FaultyServer elm = servers.server("elm");
    try (Grid grid = experienced(servers);
        TaskScope<String, UploadResult> scope = new TaskScope<>("test")) {
      Gate gate = elm.hold(Operation.STORE);
      scope.fork("upload", () -> grid.upload(Source.of(FILE), OPTIONS));
      gate.awaitHeld(1);
      elm.storeNoMoreWholeShares();
      gate.open();
      requireFile(servers, scope.next().value());
    }
    assertThat(operations(elm))
        .startsWith(Operation.STORE, Operation.ALLOCATE, Operation.WRITE, Operation.CLOSE);
  }

  @Test
  void sharesOfAServerThatFailsOrIsFullGoToOthers() throws Exception {
    TestGrid servers = servers(10, 10);
    servers.server("alder").crash();
    servers.server("birch").fillUpAfter(100);
    servers.server("cedar").stall(Operation.STORE);
    try (Grid grid = Grids.builder(servers).uploadLimits(IMPATIENT).build()) {
      UploadResult result = grid.upload(Source.of(FILE), OPTIONS);
      assertThat(result.sharemap()).hasSize(10);
      assertThat(result.servermap()).hasSize(7);
    }
  }

  @Test
  void anUploadThatFailsTakesBackWhatWasStored() throws Exception {
    TestGrid servers = servers(10, 9);
    servers.server(9).refuse(Operation.WRITE);
    try (Grid grid = experienced(servers)) {
      assertThatThrownBy(
              () -> grid.upload(Source.of(FILE), options(EncodingParameters.of(3, 10, 10))))
          .isInstanceOf(UploadUnhappinessException.class);
    }
    assertThat(servers.count(Operation.STORE)).isEqualTo(9);
    assertThat(servers.shares(INDEX)).isEmpty();
  }

  /** Every run tries others, too; the seed is in the report. */
  @Property(tries = 60)
  void whateverServersDoAnUploadIsWholeOrFailsAndLeavesNothingEveryTime(@ForAll long seed)
      throws Exception {
    whateverServersDoAnUploadIsWholeOrFailsAndLeavesNothing(seed);
  }

  @Property(tries = 300, seed = "7106")
  void whateverServersDoAnUploadIsWholeOrFailsAndLeavesNothing(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    TestGrid servers = TestGrid.someStoringWhole(6 + random.nextInt(8), random);
    try (Grid grid =
        random.nextBoolean()
            ? experienced(servers)
            : Grids.builder(servers).uploadLimits(IMPATIENT).build()) {
      for (FaultyServer server : servers.servers()) {
        switch (random.nextInt(9)) {
          case 0 -> server.crashAfter(random.nextInt(4));
          case 1 -> server.fillUpAfter(random.nextInt(8_000));
          case 2 -> server.refuse(Operation.values()[random.nextInt(Operation.values().length)]);
          case 3 -> server.becomeReadOnly();
          default -> {}
        }
      }
      UploadResult result = grid.upload(Source.of(FILE), OPTIONS);
      servers.servers().forEach(FaultyServer::recover);
      requireFile(servers, result);
      result
          .servermap()
          .forEach(
              (server, shares) ->
                  assertThat(servers.memory(servers.server(server.longName())).shares(INDEX))
                      .containsKeys(shares.toArray(ShareNumber[]::new)));
    } catch (GridException e) {
      assertThat(e).isInstanceOf(UploadUnhappinessException.class);
      servers.servers().forEach(server -> requireNothingLeft(servers, server));
    }
  }

  /** Unless the server cannot be told to forget, or has told again what it has. */
  private static void requireNothingLeft(TestGrid servers, FaultyServer server) {
    List<Operation> since = operations(server);
    since = since.subList(since.lastIndexOf(Operation.STORE) + 1, since.size());
    boolean told = since.stream().allMatch(Operation.ABORT::equals);
    boolean obeys = !server.isDown() && !server.refuses(Operation.ABORT);
    if (told && obeys) {
      assertThat(servers.memory(server).shares(INDEX)).as("on %s", server).isEmpty();
    }
  }
}
