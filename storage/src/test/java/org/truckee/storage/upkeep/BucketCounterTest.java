package org.truckee.storage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.storage.disk.SettableClock;

class BucketCounterTest {
  @TempDir private Path temp;
  private final SettableClock clock = new SettableClock();
  private final NamedBuckets tree = new NamedBuckets("22a", "22b", "77q", "zzz");

  private Crawl crawl(BucketCounter counter, Duration slice) {
    return new Crawl(
        tree,
        counter,
        new StateFile(temp.resolve("state.json")),
        new Pace(Duration.ZERO, slice, 0.1, Duration.ZERO),
        clock,
        clock::nanos);
  }

  @Test
  void bucketsAreCountedAndSomeAreNamed() throws Exception {
    BucketCounter counter = new BucketCounter();
    Crawl crawl = crawl(counter, Duration.ofHours(1));
    assertThat(counter.total()).isEmpty();
    crawl.slice();
    assertThat(counter.total()).hasValue(4);
    Members state = new Members(crawl.state());
    assertThat(state.members("bucket-counts").members("0").all()).hasSize(1024);
    assertThat(state.members("bucket-counts").members("0").number("22")).hasValue(2);
    assertThat(state.members("storage-index-samples").all().toString())
        .isEqualTo("{22=[0, [22a, 22b]]}");
    tree.add("nnn");
    crawl.slice();
    assertThat(counter.total()).hasValue(5);
    assertThat(new Members(crawl.state()).members("bucket-counts").all()).containsOnlyKeys("1");
  }

  /** As the reference leaves it when it was stopped in the middle of a cycle. */
  @Test
  void aCountOfTheReferenceGoesOn() throws Exception {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (String prefix : Prefixes.ALL.subList(0, 500)) {
      counts.put(prefix, 10L);
    }
    String text =
        "{\"version\": 1, \"last-cycle-finished\": 6, \"current-cycle\": 7,"
            + " \"last-complete-prefix\": \"%s\", \"last-complete-bucket\": null,"
            + " \"current-cycle-start-time\": 1699990000.5, \"storage-index-samples\": {},"
            + " \"last-complete-bucket-count\": 17,"
            + " \"bucket-counts\": {\"6\": {}, \"7\": {\"22\": 1}, \"7\": %s}}";
    Files.writeString(
        temp.resolve("state.json"), text.formatted(Prefixes.ALL.get(499), JsonText.line(counts)));
    BucketCounter counter = new BucketCounter();
    Crawl crawl = crawl(counter, Duration.ofHours(1));
    assertThat(counter.total()).hasValue(17);
    crawl.slice();
    assertThat(counter.total()).hasValue(5000 + 1);
    assertThat(new Members(crawl.state()).number("last-cycle-finished")).hasValue(7);
  }

  @Test
  void aCountThatCouldNotSeeAllIsNotTaken() throws Exception {
    BucketCounter counter = new BucketCounter();
    Crawl crawl = crawl(counter, Duration.ofHours(1));
    crawl.slice();
    tree.unreadable.add("77");
    crawl.slice();
    assertThat(counter.total()).hasValue(4);
  }

  @Test
  void manyBucketsOfOnePrefixDoNotFillTheState() throws Exception {
    for (int i = 0; i < 5000; i++) {
      tree.add("22%05d".formatted(i));
    }
    BucketCounter counter = new BucketCounter();
    Crawl crawl = crawl(counter, Duration.ofHours(1));
    crawl.slice();
    assertThat(counter.total()).hasValue(5004);
    assertThat(JsonText.line(crawl.state()).length()).isLessThan(40_000);
  }
}
