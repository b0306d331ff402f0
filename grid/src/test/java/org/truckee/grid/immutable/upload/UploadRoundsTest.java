package org.truckee.grid.immutable.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.Source;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.Gate;
import org.truckee.grid.simulation.TestGrid;
import org.truckee.grid.spread.Happiness;
import org.truckee.grid.transfer.TaskScope;
import org.truckee.storage.ShareNumber;

/** What an upload asks of servers, in how many rounds, whatever they have already. */
class UploadRoundsTest {
  private static final byte[] FILE = UploadTest.bytes(1, 10_000);
  private static final byte[] OTHER_FILE = UploadTest.bytes(2, 1_000);
  private static final EncryptionKey KEY = new EncryptionKey(new byte[16]);
  private static final StorageIndex INDEX = KEY.storageIndex();
  private static final EncodingParameters ENCODING = EncodingParameters.of(3, 7, 10);
  private static final UploadOptions OPTIONS = options(ENCODING);

  private static UploadOptions options(EncodingParameters encoding) {
    return UploadOptions.DEFAULT.withEncoding(encoding).withKey(new KeyChoice.Given(KEY));
  }

  private static List<byte[]> shares(EncodingParameters encoding) {
    return EncodedFile.of(KEY, FILE, encoding.needed(), encoding.total(), encoding.maxSegmentSize())
        .shares();
  }

  /** A grid that has uploaded something, and so knows the capacities of the servers. */
  private static Grid experienced(TestGrid servers) throws Exception {
    Grid grid = Grids.of(servers);
    grid.upload(
        Source.of(OTHER_FILE),
        UploadOptions.DEFAULT.withEncoding(EncodingParameters.of(1, 1, servers.size())));
    servers.servers().forEach(FaultyServer::forgetCalls);
    return grid;
  }

  private static void requireNothingHalfSent(TestGrid servers) {
    for (FaultyServer server : servers.servers()) {
      assertThat(servers.memory(server).incoming(INDEX)).as("half sent to %s", server).isEmpty();
    }
  }

  private static int happinessOf(TestGrid servers) {
    Collection<List<ShareNumber>> held = new ArrayList<>();
    servers.shares(INDEX).values().forEach(shares -> held.add(List.copyOf(shares.keySet())));
    return Happiness.of(held);
  }

  /** The servers as they are considered for the file. */
  private static List<FaultyServer> inOrder(TestGrid servers) {
    return ServerOrder.WITHOUT_PREFERENCE.of(servers.connected(), INDEX).stream()
        .map(server -> (FaultyServer) server.storage())
        .toList();
  }

  private static int copiesOn(TestGrid servers) {
    return servers.shares(INDEX).values().stream().mapToInt(shares -> shares.size()).sum();
  }

  /** Expects every round to be held at all of its gates at once before it goes on. */
  private static UploadResult uploadInRounds(Grid grid, List<List<Gate>> rounds) throws Exception {
    try (TaskScope<String, UploadResult> scope = new TaskScope<>("test")) {
      scope.fork("upload", () -> grid.upload(Source.of(FILE), OPTIONS));
      for (List<Gate> round : rounds) {
        for (Gate gate : round) {
          gate.awaitHeld(1);
        }
        round.forEach(Gate::open);
      }
      return scope.next().value();
    }
  }

  private static List<Gate> hold(TestGrid servers, Operation operation) {
    return servers.servers().stream().map(server -> server.hold(operation)).toList();
  }

  @Test
  void theFirstFileTakesThreeRoundsBecauseTheServersAreNotKnownYet() throws Exception {
    TestGrid servers = TestGrid.of(10);
    List<List<Gate>> rounds =
        List.of(
            hold(servers, Operation.GET_BUCKETS),
            hold(servers, Operation.ALLOCATE),
            hold(servers, Operation.WRITE));
    try (Grid grid = Grids.of(servers)) {
      assertThat(uploadInRounds(grid, rounds).pushedShares()).isEqualTo(10);
    }
    for (FaultyServer server : servers.servers()) {
      assertThat(server.calls())
          .map(call -> call.operation())
          .containsExactlyInAnyOrder(
              Operation.VERSION,
              Operation.GET_BUCKETS,
              Operation.ALLOCATE,
              Operation.WRITE,
              Operation.CLOSE);
    }
  }

  @Test
  void anyFurtherNewFileTakesTwoRoundsEachToAllServersAtOnce() throws Exception {
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = experienced(servers)) {
      List<List<Gate>> rounds =
          List.of(hold(servers, Operation.ALLOCATE), hold(servers, Operation.WRITE));
      UploadResult result = uploadInRounds(grid, rounds);
      assertThat(result.pushedShares()).isEqualTo(10);
      assertThat(result.preexistingShares()).isZero();
    }
    for (FaultyServer server : servers.servers()) {
      assertThat(server.calls())
          .map(call -> call.operation())
          .containsExactly(Operation.ALLOCATE, Operation.WRITE, Operation.CLOSE);
    }
  }

  @Test
  void onFiveServersANewFileTakesFifteenRequests() throws Exception {
    TestGrid servers = TestGrid.of(5);
    try (Grid grid = Grids.builder(servers).encoding(EncodingParameters.of(3, 5, 10)).build()) {
      grid.upload(Source.of(OTHER_FILE));
      servers.servers().forEach(FaultyServer::forgetCalls);
      grid.upload(Source.of(FILE));
    }
    assertThat(servers.count(Operation.ALLOCATE)).isEqualTo(5);
    assertThat(servers.count(Operation.WRITE)).isEqualTo(10);
    assertThat(servers.count(Operation.GET_BUCKETS)).isZero();
    assertThat(servers.count(Operation.ABORT)).isZero();
  }

  @Test
  void serversThatWouldGetNothingAreOnlyAskedWhatTheyHaveInTheSameRound() throws Exception {
    TestGrid servers = TestGrid.of(14);
    FaultyServer elm = servers.server("elm");
    elm.becomeReadOnly();
    try (Grid grid = experienced(servers)) {
      List<Gate> gates =
          servers.servers().stream()
              .map(server -> server.hold(Operation.ALLOCATE, Operation.GET_BUCKETS))
              .toList();
      UploadResult result = uploadInRounds(grid, List.of(gates));
      assertThat(result.servermap()).hasSize(10);
    }
    assertThat(servers.count(Operation.ALLOCATE)).isEqualTo(10);
    assertThat(servers.count(Operation.GET_BUCKETS)).isEqualTo(4);
    assertThat(elm.calls()).map(call -> call.operation()).containsExactly(Operation.GET_BUCKETS);
  }

  @Test
  void aFileWhoseSharesAreElsewhereThanExpectedIsNotSentAgainAndGetsNewLeases() throws Exception {
    TestGrid servers = TestGrid.of(14);
    List<FaultyServer> order = inOrder(servers);
    List<byte[]> shares = shares(ENCODING);
    for (int share = 0; share < shares.size(); share++) {
      // Those that would be asked for nothing have some, and nobody has what it would be asked for.
      servers.put(INDEX, order.get(share + 4), share, shares.get(share));
    }
    try (Grid grid = experienced(servers)) {
      UploadResult result = grid.upload(Source.of(FILE), OPTIONS);
      assertThat(result.pushedShares()).isZero();
      assertThat(result.preexistingShares()).isEqualTo(10);
    }
    requireNothingHalfSent(servers);
    assertThat(copiesOn(servers)).isEqualTo(10);
    for (FaultyServer server : order.subList(4, 14)) {
      assertThat(servers.memory(server).leases(INDEX)).as("leases on %s", server).hasSize(1);
    }
    assertThat(servers.count(Operation.WRITE)).isZero();
  }

  @Test
  void aFileThatIsWhereItIsExpectedTakesOneRoundAndIsRead() throws Exception {
    TestGrid servers = TestGrid.of(10);
    try (Grid grid = experienced(servers)) {
      grid.upload(Source.of(FILE), OPTIONS);
      servers.servers().forEach(FaultyServer::forgetCalls);
      assertThat(grid.upload(Source.of(FILE), OPTIONS).pushedShares()).isZero();
    }
    for (FaultyServer server : servers.servers()) {
      assertThat(server.calls())
          .map(call -> call.operation())
          .containsExactly(Operation.ALLOCATE, Operation.GET_BUCKETS, Operation.READ);
    }
  }

  @Test
  void oneShareThatIsFoundElsewhereCostsOnlyItsOwnGrant() throws Exception {
    TestGrid servers = TestGrid.of(11);
    List<byte[]> shares = shares(ENCODING);
    List<FaultyServer> order = inOrder(servers);
    servers.put(INDEX, order.get(10), 3, shares.get(3));
    try (Grid grid = experienced(servers)) {
      UploadResult result = grid.upload(Source.of(FILE), OPTIONS);
      assertThat(result.pushedShares()).isEqualTo(9);
      assertThat(result.preexistingShares()).isEqualTo(1);
    }
    requireNothingHalfSent(servers);
    assertThat(servers.count(Operation.ABORT)).isEqualTo(1);
    assertThat(copiesOn(servers)).isEqualTo(10);
    assertThat(happinessOf(servers)).isEqualTo(10);
  }

  @Test
  void aServerThatDoesNotTellWhatItHasHoldsNobodyUp() throws Exception {
    TestGrid servers = TestGrid.of(13);
    UploadLimits impatient =
        UploadLimits.DEFAULT.withTimes(
            Duration.ofMinutes(5), Duration.ofMillis(100), Duration.ofMillis(100));
    try (Grid grid = Grids.builder(servers).uploadLimits(impatient).build()) {
      grid.upload(Source.of(OTHER_FILE));
      List.of("alder", "birch", "cedar")
          .forEach(name -> servers.server(name).stall(Operation.GET_BUCKETS, Operation.ALLOCATE));
      UploadResult result = grid.upload(Source.of(FILE), OPTIONS);
      assertThat(result.pushedShares()).isEqualTo(10);
      assertThat(result.servermap()).hasSize(10);
    }
    requireNothingHalfSent(servers);
  }

  /** Every run tries others, too; the seed is in the report. */
  @Property(tries = 60)
  void whateverServersHaveIsUsedAsWellAsIfTheyHadBeenAskedFirstEveryTime(@ForAll long seed)
      throws Exception {
    whateverServersHaveIsUsedAsWellAsIfTheyHadBeenAskedFirst(seed);
  }

  @Property(tries = 300, seed = "7105")
  void whateverServersHaveIsUsedAsWellAsIfTheyHadBeenAskedFirst(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(8);
    EncodingParameters encoding = EncodingParameters.of(2, 1, 4 + random.nextInt(3));
    TestGrid asked = TestGrid.of(size);
    TestGrid guessed = TestGrid.someStoringWhole(size, random);
    try (Grid careful = Grids.of(asked);
        Grid bold = experienced(guessed)) {
      scatter(random, List.of(asked, guessed), shares(encoding));
      int before = copiesOn(guessed);
      Set<ShareNumber> known = Set.copyOf(allShares(guessed));
      UploadResult expected = careful.upload(Source.of(FILE), options(encoding));
      UploadResult result = bold.upload(Source.of(FILE), options(encoding));
      assertThat(guessed.count(Operation.VERSION)).isZero();
      assertThat(result.preexistingShares()).isEqualTo(known.size());
      assertThat(result.pushedShares()).isEqualTo(expected.pushedShares());
      assertThat(happinessOf(guessed)).isEqualTo(happinessOf(asked));
      assertThat(copiesOn(guessed))
          .isEqualTo(before + result.sharemap().values().stream().mapToInt(Set::size).sum());
      assertThat(allShares(guessed)).hasSize(encoding.total());
      requireNothingHalfSent(guessed);
      ClientLeaseSecret.FileLeases leases = Grids.LEASE_SECRET.forFile(INDEX);
      for (FaultyServer server : guessed.servers()) {
        if (!guessed.memory(server).shares(INDEX).isEmpty()) {
          assertThat(guessed.memory(server).leases(INDEX))
              .containsExactly(leases.on(guessed.member(server)));
        }
      }
    }
  }

  @Test
  void aSlowServerIsWaitedForIfWhatItHasCannotBeDoneWithout() throws Exception {
    EncodingParameters encoding = EncodingParameters.of(2, 4, 4);
    TestGrid servers = TestGrid.of(4);
    List<FaultyServer> order = inOrder(servers);
    List<byte[]> shares = shares(encoding);
    for (int share = 0; share < shares.size(); share++) {
      servers.put(INDEX, order.get(share), share, shares.get(share));
    }
    UploadLimits impatient =
        UploadLimits.DEFAULT.withTimes(
            UploadLimits.DEFAULT.queryLimit(), Duration.ofMillis(20), Duration.ofSeconds(30));
    Gate lease = order.getLast().hold(Operation.ALLOCATE);
    try (Grid grid = Grids.builder(servers).uploadLimits(impatient).build();
        TaskScope<String, UploadResult> scope = new TaskScope<>("test")) {
      scope.fork("upload", () -> grid.upload(Source.of(FILE), options(encoding)));
      lease.awaitHeld(1);
      assertThat(scope.next(Duration.ofMillis(400))).as("what came of it so far").isEmpty();
      lease.open();
      assertThat(scope.next().value().pushedShares()).isZero();
    }
    assertThat(happinessOf(servers)).isEqualTo(4);
  }

  private static Set<ShareNumber> allShares(TestGrid servers) {
    Set<ShareNumber> all = new TreeSet<>();
    servers.shares(INDEX).values().forEach(shares -> all.addAll(shares.keySet()));
    return all;
  }

  /** Puts the same shares on the same servers of all grids. */
  private static void scatter(Random random, List<TestGrid> grids, List<byte[]> shares) {
    double density = random.nextDouble();
    for (int server = 0; server < grids.getFirst().size(); server++) {
      for (int share = 0; share < shares.size(); share++) {
        if (random.nextDouble() < density * density) {
          for (TestGrid grid : grids) {
            grid.put(INDEX, grid.server(server), share, shares.get(share));
          }
        }
      }
    }
  }
}
