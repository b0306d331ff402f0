package org.truckee.storage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.storage.ShareKind;
import org.truckee.storage.disk.SettableClock;
import org.truckee.storage.upkeep.Expiration.Removal;

/** Where the lease checker does not do what the reference does by mistake. */
class LeaseCheckerTest {
  private static final long NOW = 1_700_000_000;
  private static final long ENDED = NOW - 1;
  private static final long VALID = NOW + 1;

  @TempDir private Path temp;
  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(NOW));
  private ShareFiles files;

  @BeforeEach
  void prepare() {
    files = new ShareFiles(temp);
  }

  private static Expiration natural(Removal removal) {
    return new Expiration(
        new Expiration.Age(Optional.of(Expiration.GRANTED)),
        EnumSet.allOf(ShareKind.class),
        removal);
  }

  @Test
  void sharesWithoutValidLeasesAreDeletedWithTheirBucket() throws Exception {
    Path gone = files.put(ShareFiles.index(1), 0, ShareKind.IMMUTABLE, List.of(ENDED, ENDED));
    Path slot = files.put(ShareFiles.index(2), 5, ShareKind.MUTABLE, List.of(ENDED));
    Path kept = files.put(ShareFiles.index(3), 0, ShareKind.IMMUTABLE, List.of(VALID, ENDED));
    try (TestedUpkeep tested = new TestedUpkeep(temp, natural(Removal.DONE), clock)) {
      tested.checkLeases();
      assertThat(gone.getParent()).doesNotExist();
      assertThat(slot.getParent()).doesNotExist();
      assertThat(ShareFiles.expirations(kept, tested.server.shares())).containsExactly(VALID);
      assertThat(tested.recovered().number("actual-shares")).hasValue(2);
      assertThat(tested.recovered().number("actual-buckets")).hasValue(2);
      tested.checkLeases();
      assertThat(tested.recovered().number("original-buckets")).hasValue(0);
    }
  }

  @Test
  void manyLeasesOfAMutableShareAreTakenAway() throws Exception {
    Path slot =
        files.put(
            ShareFiles.index(2),
            0,
            ShareKind.MUTABLE,
            List.of(ENDED, VALID, ENDED, VALID + 1, ENDED, VALID + 2, ENDED));
    long size = Files.size(slot);
    try (TestedUpkeep tested = new TestedUpkeep(temp, natural(Removal.DONE), clock)) {
      tested.checkLeases();
      assertThat(ShareFiles.expirations(slot, tested.server.shares()))
          .containsExactly(VALID, VALID + 1, VALID + 2);
      assertThat(slot).hasSize(size);
    }
  }

  @Test
  void aDryRunDeletesNothingAndTellsWhatWouldBe() throws Exception {
    Path one = files.put(ShareFiles.index(1), 0, ShareKind.IMMUTABLE, List.of(ENDED));
    byte[] before = Files.readAllBytes(one);
    try (TestedUpkeep tested = new TestedUpkeep(temp, natural(Removal.REHEARSED), clock)) {
      tested.checkLeases();
      assertThat(one).hasBinaryContent(before);
      assertThat(tested.recovered().number("configured-shares")).hasValue(1);
      assertThat(tested.recovered().number("actual-shares")).hasValue(0);
      assertThat(tested.upkeep.report(tested.server.statistics()).json())
          .contains("\"lease-checker-rehearsal\": true");
    }
  }

  @Test
  void ageWithoutALimitIsADryRun() throws Exception {
    Expiration unlimited =
        new Expiration(
            new Expiration.Age(Optional.empty()), EnumSet.allOf(ShareKind.class), Removal.DONE);
    Path one = files.put(ShareFiles.index(1), 0, ShareKind.IMMUTABLE, List.of(ENDED));
    try (TestedUpkeep tested = new TestedUpkeep(temp, unlimited, clock)) {
      tested.checkLeases();
      assertThat(one).exists();
      assertThat(tested.recovered().number("configured-shares")).hasValue(1);
    }
  }

  @Test
  void aShareWithoutAnyLeaseIsKeptAndCountedAsKept() throws Exception {
    Path bare = files.put(ShareFiles.index(1), 0, ShareKind.IMMUTABLE, List.of());
    try (TestedUpkeep tested = new TestedUpkeep(temp, natural(Removal.DONE), clock)) {
      tested.checkLeases();
      assertThat(bare).exists();
      assertThat(tested.recovered().number("configured-shares")).hasValue(0);
      assertThat(tested.history().members("0").members("leases-per-share-histogram").number("0"))
          .hasValue(1);
    }
  }

  @Test
  void anEmptyBucketIsNotCountedAsRecovered() throws Exception {
    Files.createDirectories(files.path(ShareFiles.index(1), 0).getParent());
    try (TestedUpkeep tested = new TestedUpkeep(temp, natural(Removal.DONE), clock)) {
      tested.checkLeases();
      assertThat(tested.recovered().number("examined-buckets")).hasValue(1);
      assertThat(tested.recovered().number("actual-buckets")).hasValue(0);
    }
  }

  @Test
  void damagedSharesAreNamedAndLeftAlone() throws Exception {
    Path damaged = files.put(ShareFiles.index(1), 4, new byte[] {0, 0, 0, 9});
    Path ended = files.put(ShareFiles.index(1), 5, ShareKind.IMMUTABLE, List.of(ENDED));
    Files.writeString(damaged.resolveSibling("notes.txt"), "not a share");
    Files.writeString(damaged.getParent().resolveSibling("rubbish"), "not a bucket");
    try (TestedUpkeep tested = new TestedUpkeep(temp, natural(Removal.DONE), clock)) {
      tested.checkLeases();
      assertThat(damaged).exists();
      assertThat(ended).doesNotExist();
      assertThat(tested.history().members("0").list("corrupt-shares").toString())
          .isEqualTo("[[%s, 4]]".formatted(ShareFiles.index(1)));
      assertThat(tested.recovered().number("actual-buckets")).hasValue(0);
    }
  }

  @Test
  void aWalkGoesOnWithItsFiguresAfterARestart() throws Exception {
    for (int i = 0; i < 40; i++) {
      files.put(ShareFiles.index(i * 1601), i % 3, ShareKind.IMMUTABLE, List.of(ENDED - i, VALID));
    }
    Expiration off = natural(Removal.SWITCHED_OFF);
    for (int run = 0; run < 4; run++) {
      try (TestedUpkeep tested = TestedUpkeep.stepByStep(temp, off, clock)) {
        for (int i = 0; i < 200; i++) {
          tested.upkeep.checking().slice();
        }
        tested.upkeep.checking().save();
      }
    }
    try (TestedUpkeep tested = new TestedUpkeep(temp, off, clock)) {
      tested.checkLeases();
      assertThat(tested.recovered().number("examined-shares")).hasValue(40);
      Members found = tested.history().members("0");
      assertThat(found.members("leases-per-share-histogram").number("2")).hasValue(40);
      assertThat(found.list("lease-age-histogram").toString())
          .isEqualTo("[[2592000, 2678400, 40], [2678400, 2764800, 40]]");
    }
  }

  /** The reference cannot go on from this itself. */
  @Test
  void aWalkOfTheReferenceGoesOn() throws Exception {
    files.put(ShareFiles.index(0xffff), 0, ShareKind.IMMUTABLE, List.of(VALID));
    Files.writeString(
        temp.resolve("lease_checker.state.json"),
        """
        {"version": 1, "last-cycle-finished": 2, "current-cycle": 3, "last-complete-prefix": "22",
         "last-complete-bucket": "22aaaaaaaaaaaaaaaaaaaaaaaa",
         "current-cycle-start-time": 1699999000.25, "history": {},
         "cycle-to-date": {"expiration-enabled": false,
          "configured-expiration-mode": ["age", null, null, ["mutable", "immutable"]],
          "corrupt-shares": [["22aaaaaaaaaaaaaaaaaaaaaaaa", 1]],
          "lease-age-histogram": [[0, 86400, 7]], "leases-per-share-histogram": {"1": 7},
          "space-recovered": {"examined-shares": 7, "examined-buckets-unknown": 1}},
         "estimated-remaining-cycle": {}, "estimated-current-cycle": {}}
        """);
    try (TestedUpkeep tested = new TestedUpkeep(temp, natural(Removal.SWITCHED_OFF), clock)) {
      tested.checkLeases();
      Members found = tested.history().members("3");
      assertThat(found.list("cycle-start-finish-times").getFirst()).isEqualTo(1699999000.25);
      assertThat(found.list("lease-age-histogram").toString())
          .isEqualTo("[[0, 86400, 7], [2592000, 2678400, 1]]");
      assertThat(found.members("leases-per-share-histogram").number("1")).hasValue(8);
      assertThat(found.members("space-recovered").number("examined-shares")).hasValue(8);
      assertThat(found.list("corrupt-shares")).hasSize(1);
    }
  }

  /** It stumbles over a list of ages, but not over an empty map. */
  @Test
  void theReferenceCanGoOnWithAWalkOfOurs() throws Exception {
    files.put(ShareFiles.index(1), 0, ShareKind.IMMUTABLE, List.of(VALID));
    files.put(ShareFiles.index(0xce40), 0, ShareKind.IMMUTABLE, List.of(VALID));
    try (TestedUpkeep tested = TestedUpkeep.stepByStep(temp, Expiration.NONE, clock)) {
      while (tested.upkeep.checking().progress().percent() < 50) {
        tested.upkeep.checking().slice();
      }
      tested.upkeep.checking().save();
    }
    Members state =
        new Members(new StateFile(temp.resolve("lease_checker.state.json")).read().orElseThrow());
    Members toDate = state.members("cycle-to-date");
    assertThat(toDate.all().get("lease-age-histogram")).isEqualTo(Map.of());
    assertThat(toDate.members("space-recovered").number("examined-shares")).hasValue(1);
    assertThat(toDate.list("corrupt-shares")).isEmpty();
  }

  @Test
  void theHistoryHasTenWalks() throws Exception {
    try (TestedUpkeep tested = new TestedUpkeep(temp, Expiration.NONE, clock)) {
      for (int i = 0; i < 13; i++) {
        tested.checkLeases();
      }
      assertThat(tested.history().all().keySet())
          .containsExactly("3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    }
  }

  @Test
  void theReportHasWhatProgramsRead() throws Exception {
    files.put(ShareFiles.index(1), 0, ShareKind.IMMUTABLE, List.of(VALID));
    try (TestedUpkeep tested = TestedUpkeep.stepByStep(temp, Expiration.NONE, clock)) {
      while (tested.upkeep.checking().progress().percent() < 50) {
        tested.upkeep.checking().slice();
      }
      StorageReport report = tested.upkeep.report(tested.server.statistics());
      Members json = new Members(JsonText.read(report.json().getBytes()));
      assertThat(json.all())
          .containsOnlyKeys(
              "stats",
              "bucket-counter",
              "lease-checker",
              "lease-checker-progress",
              "lease-checker-rehearsal");
      assertThat(json.members("lease-checker").all())
          .containsOnlyKeys(
              "version",
              "last-cycle-finished",
              "current-cycle",
              "current-cycle-start-time",
              "last-complete-prefix",
              "last-complete-bucket",
              "cycle-to-date",
              "history",
              "estimated-remaining-cycle",
              "estimated-current-cycle");
      Members toDate = json.members("lease-checker").members("cycle-to-date");
      assertThat(toDate.list("lease-age-histogram").toString())
          .isEqualTo("[[2592000, 2678400, 1]]");
      assertThat(toDate.all()).doesNotContainKey("truckee-lease-ages");
      assertThat(
              json.members("lease-checker")
                  .members("estimated-current-cycle")
                  .members("space-recovered")
                  .number("examined-shares"))
          .hasValue(2);
      assertThat(json.members("lease-checker-progress").flag("cycle-in-progress")).isTrue();
      assertThat(report.current().orElseThrow().soFar().get(Criterion.EXAMINED).shares())
          .isEqualTo(1);
    }
  }
}
