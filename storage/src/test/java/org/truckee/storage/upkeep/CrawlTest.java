package org.truckee.storage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.storage.disk.SettableClock;

/** A walk sees every bucket once, whatever comes in between. */
class CrawlTest {
  private static final String[] NAMES = {"22a", "22b", "22c", "a5x", "a5y", "zza", "zzz"};

  @TempDir private Path temp;
  private final SettableClock clock = new SettableClock();
  private final NamedBuckets tree = new NamedBuckets(NAMES);
  private final Visits visits = new Visits();

  /** Takes a second for each bucket. */
  private final class Visits implements CrawlTask {
    final List<String> ended = new ArrayList<>();
    boolean failing;

    @Override
    public void load(Members state) {}

    @Override
    public void begin() {}

    @Override
    public void prefix(long cycle, String prefix, List<String> buckets) {}

    @Override
    public void bucket(String name) throws IOException {
      tree.bucket(name);
      clock.advance(Duration.ofSeconds(1));
      if (failing) {
        throw new IOException("cannot be read");
      }
    }

    @Override
    public void end(long cycle, Instant begun, Instant ended) {
      this.ended.add(cycle + " from " + begun.getEpochSecond());
    }

    @Override
    public void write(Map<String, Object> state) {}
  }

  private Crawl crawl(Duration slice) {
    return new Crawl(
        tree,
        visits,
        new StateFile(temp.resolve("state.json")),
        new Pace(Duration.ZERO, slice, 0.1, Duration.ofHours(1)),
        clock,
        clock::nanos);
  }

  @Test
  void aWalkGoesThroughAllPrefixesInOrder() throws Exception {
    Crawl crawl = crawl(Duration.ofHours(1));
    Duration rest = crawl.slice();
    assertThat(tree.looked).containsExactly(NAMES);
    assertThat(rest).isEqualTo(Duration.ofHours(1));
    assertThat(visits.ended).containsExactly("0 from 1700000000");
    crawl.slice();
    assertThat(visits.ended).hasSize(2);
    assertThat(visits.ended.getLast()).startsWith("1 from");
  }

  @Test
  void itWorksATenthOfTheTime() throws Exception {
    Crawl crawl = crawl(Duration.ofMillis(2500));
    assertThat(crawl.slice()).isEqualTo(Duration.ofSeconds(27));
    assertThat(tree.looked).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void aWalkGoesOnAfterARestart(int buckets) throws Exception {
    Crawl first = crawl(Duration.ofSeconds(buckets));
    first.slice();
    first.save();
    assertThat(tree.looked).hasSize(buckets);
    clock.advance(Duration.ofDays(1));
    crawl(Duration.ofHours(1)).slice();
    assertThat(tree.looked).containsExactly(NAMES);
    assertThat(visits.ended).containsExactly("0 from 1700000000");
  }

  @Test
  void whatAKilledProcessHasNotSavedIsDoneAgain() throws Exception {
    Crawl first = crawl(Duration.ofSeconds(3));
    first.slice();
    first.save();
    first.slice();
    crawl(Duration.ofHours(1)).slice();
    assertThat(tree.looked.subList(3, 6)).containsExactly("a5x", "a5y", "zza");
    assertThat(tree.looked.subList(6, tree.looked.size()))
        .containsExactly("a5x", "a5y", "zza", "zzz");
  }

  @Test
  void theStateIsSavedByItselfWhileAWalkGoesOn() throws Exception {
    Crawl crawl = crawl(Duration.ofSeconds(1));
    for (int i = 0; i < 6; i++) {
      crawl.slice();
    }
    Members state = new Members(new StateFile(temp.resolve("state.json")).read().orElseThrow());
    assertThat(state.text("last-complete-bucket")).isPresent();
    assertThat(state.number("current-cycle")).hasValue(0);
  }

  @Test
  void theStateHasTheKeysThatTheReferenceReads() throws Exception {
    Crawl crawl = crawl(Duration.ofSeconds(4));
    crawl.slice();
    assertThat(JsonText.line(crawl.state()))
        .isEqualTo(
            "{\"version\":1,\"last-cycle-finished\":null,\"current-cycle\":0,"
                + "\"current-cycle-start-time\":1.7E9,\"last-complete-prefix\":\"a4\","
                + "\"last-complete-bucket\":\"a5x\"}");
    crawl.slice();
    assertThat(JsonText.line(crawl.state()))
        .contains(
            "\"last-cycle-finished\":0,\"current-cycle\":null",
            "\"last-complete-prefix\":null,\"last-complete-bucket\":null");
  }

  @Test
  void bucketsThatComeAndGoDoNotConfuseIt() throws Exception {
    Crawl first = crawl(Duration.ofSeconds(2));
    first.slice();
    first.save();
    tree.byPrefix.get("22").remove("22b");
    tree.add("22aa");
    tree.add("22bb");
    crawl(Duration.ofHours(1)).slice();
    assertThat(tree.looked)
        .containsExactly("22a", "22b", "22bb", "22c", "a5x", "a5y", "zza", "zzz");
  }

  @Test
  void aPrefixThatCannotBeListedIsPassedOver() throws Exception {
    tree.unreadable.add("a5");
    crawl(Duration.ofHours(1)).slice();
    assertThat(tree.looked).containsExactly("22a", "22b", "22c", "zza", "zzz");
    assertThat(visits.ended).hasSize(1);
  }

  @Test
  void aBucketThatCannotBeReadIsPassedOver() throws Exception {
    visits.failing = true;
    crawl(Duration.ofHours(1)).slice();
    assertThat(tree.looked).containsExactly(NAMES);
  }

  @Test
  void itListsOnePrefixAtATime() throws Exception {
    Crawl crawl = crawl(Duration.ofSeconds(1));
    crawl.slice();
    crawl.slice();
    assertThat(tree.listings).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{} {}",
        "{\"current-cycle\": \"x\"}",
        "{\"current-cycle\": 0, \"last-complete-prefix\": 7, \"last-complete-bucket\": []}",
        "{\"current-cycle\": -1, \"current-cycle-start-time\": 1e300}",
        "{\"current-cycle\": 99999999999999999999999}",
        "{\"last-complete-prefix\": \"zz\", \"last-complete-bucket\": \"zzzz\"}",
      })
  void aDamagedStateIsBegunAnew(String text) throws Exception {
    Files.writeString(temp.resolve("state.json"), text);
    crawl(Duration.ofHours(1)).slice();
    assertThat(tree.looked).containsExactly(NAMES);
  }

  @Test
  void anUnknownPrefixBeginsTheWalkAnew() throws Exception {
    Files.writeString(
        temp.resolve("state.json"), "{\"current-cycle\": 5, \"last-complete-prefix\": \"!!\"}");
    crawl(Duration.ofHours(1)).slice();
    assertThat(tree.looked).containsExactly(NAMES);
    assertThat(visits.ended.getFirst()).startsWith("5 from");
  }

  @Test
  void progressIsTold() throws Exception {
    Crawl crawl = crawl(Duration.ofSeconds(4));
    crawl.restsUntil(clock.instant().plusSeconds(300));
    assertThat(crawl.progress().inProgress()).isFalse();
    assertThat(crawl.progress().nextStep()).contains(Duration.ofSeconds(300));
    assertThat(crawl.progress().perCycle()).isEmpty();
    crawl.slice();
    CrawlProgress progress = crawl.progress();
    assertThat(progress.inProgress()).isTrue();
    assertThat(progress.percent()).isEqualTo(100.0 * Prefixes.ALL.indexOf("a5") / 1024);
    assertThat(progress.nextStep()).contains(Duration.ofSeconds(36));
    crawl.slice();
    assertThat(crawl.progress().perCycle()).contains(Duration.ofSeconds(7));
    assertThat(crawl.progress().left()).isEqualTo(Optional.empty());
  }
}
