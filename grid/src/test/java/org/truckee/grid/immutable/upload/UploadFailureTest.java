package org.truckee.grid.immutable.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.truckee.capability.ChkReadCap;
import org.truckee.crypto.EncryptionKey;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.GridServer;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.Source;
import org.truckee.grid.SourceChangedException;
import org.truckee.grid.TimeLimitException;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.UploadUnhappinessException;
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

/** What becomes of an upload when servers and sources fail. */
class UploadFailureTest {
  private static final byte[] FILE = UploadTest.bytes(1, 100_000);
  private static final EncryptionKey KEY = new EncryptionKey(new byte[16]);
  private static final StorageIndex INDEX = KEY.storageIndex();
  private static final EncodingParameters ENCODING = new EncodingParameters(3, 7, 10, 10_000);
  private static final UploadOptions OPTIONS =
      UploadOptions.DEFAULT.withEncoding(ENCODING).withKey(new KeyChoice.Given(KEY));

  /** Servers in tests answer at once or never. */
  private static final UploadLimits IMPATIENT =
      UploadLimits.DEFAULT
          .withTimes(Duration.ofMinutes(5), Duration.ofMillis(100), Duration.ofMillis(100))
          .withWriteSize(3_000);

  private static UploadResult upload(TestGrid servers) throws Exception {
    return upload(servers, Source.of(FILE), OPTIONS);
  }

  private static UploadResult upload(TestGrid servers, Source source, UploadOptions options)
      throws Exception {
    try (Grid grid = Grids.builder(servers).uploadLimits(IMPATIENT).build()) {
      return grid.upload(source, options);
    }
  }

  private static void requireFile(TestGrid servers, UploadResult result) throws Exception {
    try (Grid grid = Grids.of(servers)) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      grid.open((ChkReadCap) result.cap()).copyTo(read);
      assertThat(read.toByteArray()).isEqualTo(FILE);
    }
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

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"VERSION", "GET_BUCKETS", "ALLOCATE"})
  void serversThatRefuseBeforeSendingBeginsAreReplaced(Operation operation) throws Exception {
    TestGrid servers = TestGrid.of(13);
    List.of("alder", "birch", "cedar").forEach(name -> servers.server(name).refuse(operation));
    UploadResult result = upload(servers);
    assertThat(result.pushedShares()).isEqualTo(10);
    assertThat(result.servermap()).hasSize(10);
    requireNothingHalfSent(servers);
    requireFile(servers, result);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"VERSION", "GET_BUCKETS", "ALLOCATE"})
  void serversThatStallBeforeSendingBeginsAreReplaced(Operation operation) throws Exception {
    TestGrid servers = TestGrid.of(13);
    List.of("alder", "birch", "cedar").forEach(name -> servers.server(name).stall(operation));
    UploadResult result = upload(servers);
    assertThat(result.pushedShares()).isEqualTo(10);
    assertThat(result.servermap()).hasSize(10);
    requireFile(servers, result);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"WRITE", "CLOSE"})
  void sharesOnServersThatRefuseWhileSendingAreDroppedIfTheOthersSuffice(Operation operation)
      throws Exception {
    TestGrid servers = TestGrid.of(10);
    List.of("alder", "birch", "cedar").forEach(name -> servers.server(name).refuse(operation));
    UploadResult result = upload(servers);
    assertThat(result.pushedShares()).isEqualTo(7);
    requireNothingHalfSent(servers);
    requireFile(servers, result);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"WRITE", "CLOSE"})
  void sharesOnServersThatStallWhileSendingAreDroppedIfTheOthersSuffice(Operation operation)
      throws Exception {
    TestGrid servers = TestGrid.of(10);
    List.of("alder", "birch", "cedar").forEach(name -> servers.server(name).stall(operation));
    UploadResult result = upload(servers);
    assertThat(result.pushedShares()).isEqualTo(7);
    requireNothingHalfSent(servers);
    requireFile(servers, result);
  }

  @Test
  void aServerThatTakesEachWriteJustInTimeIsGivenUpWhenTheOthersHaveWaitedLongEnough()
      throws Exception {
    TestGrid servers = TestGrid.of(10);
    FaultyServer slow = servers.server("elm");
    AtomicReference<Gate> gate = new AtomicReference<>(slow.hold(Operation.WRITE));
    try (TaskScope<String, UploadResult> scope = new TaskScope<>("test")) {
      scope.fork(
          "a slow server",
          () -> {
            while (true) {
              Gate held = gate.get();
              held.awaitHeld(1);
              Thread.sleep(IMPATIENT.stallLimit().multipliedBy(4).dividedBy(5));
              gate.set(slow.hold(Operation.WRITE));
              held.open();
            }
          });
      scope.fork("upload", () -> upload(servers));
      UploadResult result = scope.next().value();
      assertThat(result.pushedShares()).isEqualTo(9);
      requireNothingHalfSent(servers);
      requireFile(servers, result);
    }
  }

  @Test
  void aServerThatStallsIsReplacedIfTheUploadCannotDoWithoutItAndOthersAreFree() throws Exception {
    TestGrid servers = TestGrid.of(12);
    List<GridServer> order = ServerOrder.WITHOUT_PREFERENCE.of(servers.connected(), INDEX);
    for (FaultyServer server : servers.servers()) {
      if (order.indexOf(servers.member(server)) < 2) {
        server.stall(Operation.WRITE);
      }
    }
    EncodingParameters demanding = new EncodingParameters(3, 10, 10, 10_000);
    UploadResult result = upload(servers, Source.of(FILE), OPTIONS.withEncoding(demanding));
    assertThat(result.pushedShares()).isEqualTo(10);
    assertThat(result.servermap()).hasSize(10);
    requireNothingHalfSent(servers);
    requireFile(servers, result);
  }

  @Test
  void aServerThatStallsIsWaitedForIfTheUploadCannotDoWithoutIt() throws Exception {
    TestGrid servers = TestGrid.of(7);
    Gate gate = servers.server("elm").hold(Operation.WRITE);
    try (TaskScope<String, UploadResult> scope = new TaskScope<>("test")) {
      scope.fork("upload", () -> upload(servers));
      gate.awaitHeld(1);
      assertThat(scope.next(IMPATIENT.stallLimit().multipliedBy(3))).isEmpty();
      gate.open();
      UploadResult result = scope.next().value();
      assertThat(result.pushedShares()).isEqualTo(10);
      requireFile(servers, result);
    }
  }

  @Test
  void anUploadThatLosesTooManySharesFailsAndLeavesNothingHalfSent() {
    TestGrid servers = TestGrid.of(10);
    List.of("alder", "birch", "cedar", "dogwood")
        .forEach(name -> servers.server(name).fillUpAfter(20_000));
    assertThatThrownBy(() -> upload(servers))
        .isInstanceOf(UploadUnhappinessException.class)
        .hasMessageMatching(
            "shares could be placed on only 6 server\\(s\\) such that any 3 of them have enough"
                + " shares to recover the file, but we were asked to place shares on at least 7"
                + " such servers\\.: share \\d was lost on \\w+: \\w+ is full");
    requireNothingHalfSent(servers);
  }

  @Test
  void aServerThatGrantsNothingIsAskedNoMoreAndOthersTakeItsShares() throws Exception {
    TestGrid servers = TestGrid.of(13);
    try (Grid grid = Grids.builder(servers).uploadLimits(IMPATIENT).build()) {
      grid.upload(Source.of(UploadTest.bytes(9, 5_000)), UploadOptions.DEFAULT);
      // Each has said that it has room, and now has none.
      List<FaultyServer> full =
          List.of(servers.server("alder"), servers.server("birch"), servers.server("cedar"));
      full.forEach(FaultyServer::becomeReadOnly);
      servers.servers().forEach(FaultyServer::forgetCalls);
      UploadResult result = grid.upload(Source.of(FILE), OPTIONS);
      assertThat(result.pushedShares()).isEqualTo(10);
      assertThat(result.servermap()).hasSize(10);
      full.forEach(
          server -> assertThat(server.calls(Operation.ALLOCATE)).hasSizeLessThanOrEqualTo(1));
    }
  }

  @Test
  void serversThatAreNotAskedSinceTheyHaveNoRoomAreCountedInTheError() throws Exception {
    TestGrid servers = TestGrid.of(3);
    servers.servers().forEach(FaultyServer::becomeReadOnly);
    assertThatThrownBy(() -> upload(servers))
        .isInstanceOf(UploadUnhappinessException.class)
        .message()
        .matches(
            "(?s).*, merged=; not asked: 3 that have no room for a share of \\d+ bytes \\(the most"
                + " that one takes is 0\\)");
  }

  /** Defect D4 of the reference. */
  @Test
  void aSecondRoundAsksOnlyForWhatTheFirstDidNotGrant() throws Exception {
    TestGrid servers = TestGrid.of(20);
    List<FaultyServer> refusing =
        servers.servers().stream().filter(server -> first(10, servers, server)).limit(3).toList();
    refusing.forEach(server -> server.refuse(Operation.ALLOCATE));
    UploadResult result = upload(servers);
    assertThat(result.sharemap().values())
        .hasSize(10)
        .allSatisfy(holders -> assertThat(holders).hasSize(1));
    assertThat(servers.count(Operation.ALLOCATE)).isEqualTo(13);
    assertThat(servers.count(Operation.ABORT)).isZero();
  }

  private static boolean first(int count, TestGrid servers, FaultyServer server) {
    return ServerOrder.WITHOUT_PREFERENCE
        .of(servers.connected(), INDEX)
        .subList(0, count)
        .contains(servers.member(server));
  }

  @Test
  void readOnlyServersAreNotAskedToTakeShares() throws Exception {
    TestGrid servers = TestGrid.of(10);
    servers.server("alder").becomeReadOnly();
    UploadResult result = upload(servers);
    assertThat(result.servermap()).hasSize(9);
    assertThat(result.pushedShares()).isEqualTo(10);
    assertThat(servers.server("alder").calls(Operation.ALLOCATE)).isEmpty();
  }

  @Test
  void tooFewServersAreReportedInTheWordsOfTheReference() {
    TestGrid servers = TestGrid.of(2);
    assertThatThrownBy(
            () ->
                upload(
                    servers,
                    Source.of(FILE),
                    OPTIONS.withEncoding(EncodingParameters.of(3, 5, 10))))
        .isInstanceOf(UploadUnhappinessException.class)
        .hasMessageStartingWith(
            String.join(
                " ",
                "server selection failed for <Tahoe2ServerSelector for upload b'%s'>:"
                    .formatted(INDEX.abbreviated()),
                "shares could be placed or found on only 2 server(s).",
                "We were asked to place shares on at least 5 server(s)",
                "such that any 3 of them have enough shares to recover the file.",
                "(placed all 10 shares, want to place shares on at least 5 servers such that",
                "any 3 of them have enough shares to recover the file,",
                "sent 2 queries to 2 servers, 2 queries placed some shares, 0 placed none",
                "(of which 0 placed none due to the server being full",
                "and 0 placed none due to an error)), merged=sh0: "));
    requireNothingHalfSent(servers);
  }

  @Test
  void theLastFailureOfAServerIsReported() {
    TestGrid servers = TestGrid.of(3);
    servers.server("birch").refuse(Operation.ALLOCATE);
    assertThatThrownBy(() -> upload(servers))
        .isInstanceOf(UploadUnhappinessException.class)
        .hasMessageContaining("and 1 placed none due to an error")
        .hasMessageEndingWith(" (last failure (from birch) was: birch refuses ALLOCATE)");
    requireNothingHalfSent(servers);
  }

  @Test
  void aHappinessOfZeroAcceptsAnyOutcome() throws Exception {
    TestGrid servers = TestGrid.of(3);
    servers.servers().forEach(server -> server.refuse(Operation.WRITE));
    UploadResult result =
        upload(
            servers,
            Source.of(FILE),
            OPTIONS.withEncoding(new EncodingParameters(3, 0, 10, 10_000)));
    assertThat(result.pushedShares()).isZero();
    assertThat(result.cap()).isEqualTo(EncodedFile.of(KEY, FILE, 3, 10, 10_000).cap());
    requireNothingHalfSent(servers);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"GET_BUCKETS", "ALLOCATE", "WRITE", "CLOSE"})
  void anInterruptCancelsAnUploadWhereverItIs(Operation operation) throws Exception {
    TestGrid servers = TestGrid.of(10);
    List<Gate> gates = servers.servers().stream().map(server -> server.hold(operation)).toList();
    try (TaskScope<String, UploadResult> scope = new TaskScope<>("test")) {
      var task = scope.fork("upload", () -> upload(servers));
      for (Gate gate : gates) {
        gate.awaitHeld(1);
      }
      task.cancel();
      assertThatThrownBy(() -> scope.next().value()).isInstanceOf(InterruptedException.class);
    }
    requireNothingHalfSent(servers);
    assertThat(gates).allSatisfy(gate -> assertThat(gate.held()).isZero());
  }

  @Test
  void anUploadEndsWithItsTimeLimit() {
    TestGrid servers = TestGrid.of(10);
    servers.servers().forEach(server -> server.stall(Operation.WRITE));
    assertThatThrownBy(
            () -> upload(servers, Source.of(FILE), OPTIONS.withTimeLimit(Duration.ofMillis(200))))
        .isInstanceOf(TimeLimitException.class)
        .hasMessage("the upload was cancelled because it took longer than the limit of 0.2s");
    requireNothingHalfSent(servers);
  }

  /** A source whose second reading differs from what it said at first. */
  private record Fickle(long size, byte[] contents, Optional<byte[]> again) implements Source {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(contents);
    }

    @Override
    public Object state() {
      return again.map(Object.class::cast).orElse(size);
    }
  }

  @Test
  void aFileThatShrinksIsNotUploaded() {
    TestGrid servers = TestGrid.of(10);
    Source source = new Fickle(FILE.length, Arrays.copyOf(FILE, 50_000), Optional.empty());
    assertThatThrownBy(() -> upload(servers, source, OPTIONS))
        .isInstanceOf(SourceChangedException.class)
        .hasMessageContaining("100000 bytes")
        .hasMessageContaining("ends after 50000");
    requireNothingHalfSent(servers);
    assertThat(servers.shares(INDEX)).isEmpty();
  }

  @Test
  void ofASourceThatGivesMoreThanItSaidTheBeginningIsStored() throws Exception {
    for (KeyChoice key : List.of(new KeyChoice.Given(KEY), KeyChoice.CONVERGENT)) {
      TestGrid servers = TestGrid.of(10);
      Source source = new Fickle(50_000, FILE, Optional.empty());
      UploadResult result = upload(servers, source, OPTIONS.withKey(key));
      try (Grid grid = Grids.of(servers)) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        grid.open((ChkReadCap) result.cap()).copyTo(read);
        assertThat(read.toByteArray()).isEqualTo(Arrays.copyOf(FILE, 50_000));
      }
    }
  }

  @Test
  void aFileThatChangesWhileItIsReadIsNotUploaded() {
    TestGrid servers = TestGrid.of(10);
    Source source =
        new Source() {
          private int times;

          @Override
          public long size() {
            return FILE.length;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(FILE);
          }

          @Override
          public Object state() {
            return times++;
          }
        };
    assertThatThrownBy(() -> upload(servers, source, OPTIONS))
        .isInstanceOf(SourceChangedException.class)
        .hasMessage("the file changed during its upload; upload it again");
    requireNothingHalfSent(servers);
  }

  @Test
  void aSourceThatCannotBeReadEndsTheUploadWithItsError() {
    TestGrid servers = TestGrid.of(10);
    IOException problem = new IOException("the disk is broken");
    Source source =
        new Source() {
          @Override
          public long size() {
            return FILE.length;
          }

          @Override
          public InputStream open() throws IOException {
            throw problem;
          }
        };
    assertThatThrownBy(() -> upload(servers, source, OPTIONS)).isSameAs(problem);
    requireNothingHalfSent(servers);
  }

  /** Ten servers have a share, and only one of ten different ones is needed to see the fault. */
  @Test
  void serversThatAllHaveTheSameShareAndTakeNoOtherDoNotMakeAnUploadHappy() {
    TestGrid servers = TestGrid.of(10);
    byte[] share = EncodedFile.of(KEY, FILE, 3, 10, ENCODING.maxSegmentSize()).shares().getFirst();
    for (FaultyServer server : servers.servers()) {
      servers.put(INDEX, server, 0, share);
      server.becomeReadOnly();
    }
    Source unread =
        new Source() {
          @Override
          public long size() {
            return FILE.length;
          }

          @Override
          public InputStream open() {
            throw new AssertionError("it is read though it cannot be stored");
          }
        };
    assertThatThrownBy(() -> upload(servers, unread, OPTIONS))
        .isInstanceOf(UploadUnhappinessException.class)
        .hasMessageStartingWith("server selection failed")
        .hasMessageContaining("shares could be placed or found on 10 server(s)")
        .hasMessageContaining("not spread out evenly enough")
        .hasMessageContaining("placed 1 shares out of 10 total (9 homeless)");
  }

  @Test
  void aServerThatCannotReadWhatIsInThePlaceOfAShareTakesAnother() throws Exception {
    TestGrid servers = TestGrid.of(10);
    servers.servers().forEach(server -> List.of(0, 1, 2, 3).forEach(server::loseTheContainerOf));
    servers.server("alder").loseTheContainerOf(4);
    UploadResult result = upload(servers, Source.of(FILE), spreadOver(6));
    assertThat(result.sharemap()).hasSize(6);
    assertThat(result.servermap()).hasSizeGreaterThanOrEqualTo(6);
    requireFile(servers, result);
    requireNothingHalfSent(servers);
  }

  private static UploadOptions spreadOver(int happy) {
    return OPTIONS.withEncoding(new EncodingParameters(3, happy, 10, ENCODING.maxSegmentSize()));
  }

  @Test
  void oneUnreadablePlaceCostsNothing() throws Exception {
    TestGrid servers = TestGrid.of(10);
    List<GridServer> order = ServerOrder.WITHOUT_PREFERENCE.of(servers.connected(), INDEX);
    for (int share = 0; share < 10; share++) {
      // Each has lost what it would be asked for.
      ((FaultyServer) order.get(share).storage()).loseTheContainerOf(share);
    }
    UploadResult result = upload(servers, Source.of(FILE), spreadOver(10));
    assertThat(result.sharemap()).hasSize(10);
    assertThat(result.servermap()).hasSize(10);
    requireFile(servers, result);
  }

  @Test
  void refusalsAreToldApart() {
    TestGrid servers = TestGrid.of(8);
    for (int share = 0; share < 10; share++) {
      servers.server("alder").loseTheContainerOf(share);
    }
    Grid grid = Grids.builder(servers).uploadLimits(IMPATIENT).build();
    try (grid) {
      grid.upload(Source.of(UploadTest.bytes(9, 5_000)), spreadOver(1));
      servers.server("birch").becomeReadOnly();
      assertThatThrownBy(() -> grid.upload(Source.of(FILE), spreadOver(8)))
          .isInstanceOf(UploadUnhappinessException.class)
          .hasMessageContaining("in whose place the server has something that it cannot read")
          .hasMessageContaining("because the server is read-only");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    requireNothingHalfSent(servers);
  }

  /** Every run tries others, too; the seed is in the report. */
  @Property(tries = 50)
  void whateverServersDoAnUploadIsWholeOrFailsAndLeavesNothingHalfSentEveryTime(@ForAll long seed)
      throws Exception {
    whateverServersDoAnUploadIsWholeOrFailsAndLeavesNothingHalfSent(seed);
  }

  @Property(tries = 200, seed = "7104")
  void whateverServersDoAnUploadIsWholeOrFailsAndLeavesNothingHalfSent(@ForAll long seed)
      throws Exception {
    Random random = new Random(seed);
    TestGrid servers = TestGrid.of(6 + random.nextInt(10));
    for (FaultyServer server : servers.servers()) {
      switch (random.nextInt(9)) {
        case 0 -> server.crashAfter(random.nextInt(20));
        case 1 -> server.fillUpAfter(random.nextInt(60_000));
        case 2 -> server.refuse(Operation.values()[random.nextInt(Operation.values().length)]);
        case 3 -> server.becomeReadOnly();
        default -> {}
      }
    }
    try {
      UploadResult result = upload(servers);
      assertThat(happinessOf(servers)).isGreaterThanOrEqualTo(ENCODING.happy());
      result
          .sharemap()
          .forEach(
              (share, holders) ->
                  assertThat(holders)
                      .allSatisfy(
                          holder ->
                              assertThat(
                                      servers
                                          .memory(servers.server(holder.longName()))
                                          .shares(INDEX))
                                  .containsKey(share)));
      servers.servers().forEach(FaultyServer::recover);
      requireFile(servers, result);
    } catch (GridException e) {
      assertThat(e).isInstanceOf(UploadUnhappinessException.class);
    }
    // A server that is down, or refuses it, cannot be told to forget.
    for (FaultyServer server : servers.servers()) {
      if (server.calls(Operation.ABORT).isEmpty()) {
        assertThat(servers.memory(server).incoming(INDEX)).isEmpty();
      }
    }
  }

  @Test
  void aFailedUploadCanBeRepeatedAtOnce() throws Exception {
    TestGrid servers = TestGrid.of(10);
    servers.servers().forEach(server -> server.refuse(Operation.WRITE));
    assertThatThrownBy(() -> upload(servers)).isInstanceOf(UploadUnhappinessException.class);
    servers.servers().forEach(FaultyServer::recover);
    UploadResult result = upload(servers);
    assertThat(result.pushedShares()).isEqualTo(10);
    requireFile(servers, result);
  }

  @Test
  void anUploadOnAClosedGridFails() {
    TestGrid servers = TestGrid.of(10);
    Grid grid = Grids.of(servers);
    grid.close();
    try (TaskScope<String, UploadResult> scope = new TaskScope<>("test")) {
      scope.fork("upload", () -> grid.upload(Source.of(FILE)));
      assertThatThrownBy(() -> scope.next().value())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the grid is closed");
    }
  }
}
