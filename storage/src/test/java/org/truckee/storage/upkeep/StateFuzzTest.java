package org.truckee.storage.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.truckee.storage.disk.SettableClock;

/** Whatever stands in a state file, a walk begins and comes to an end. */
class StateFuzzTest {
  private static final String STATE =
      """
      {"version": 1, "last-cycle-finished": 2, "current-cycle": 3, "last-complete-prefix": "22",
       "last-complete-bucket": "22aaaaaaaaaaaaaaaaaaaaaaaa", "current-cycle-start-time": 1.5e9,
       "bucket-counts": {"3": {"22": 5}}, "last-complete-bucket-count": 7,
       "storage-index-samples": {"22": [3, ["22aaaaaaaaaaaaaaaaaaaaaaaa"]]},
       "cycle-to-date": {"corrupt-shares": [["22aaaaaaaaaaaaaaaaaaaaaaaa", 1]],
        "lease-age-histogram": [[0, 86400, 7]], "leases-per-share-histogram": {"1": 7},
        "space-recovered": {"examined-shares": 7}}}
      """;

  @FuzzTest(maxDuration = "30s")
  void anyBytesAreAStateOrNone(byte[] text) throws Exception {
    Path directory = Files.createTempDirectory("state");
    try {
      Path path = directory.resolve("state.json");
      Files.write(path, text);
      StateFile file = new StateFile(path);
      walk(new BucketCounter(), file);
      Files.write(path, text);
      LeaseChecker checker =
          new LeaseChecker(
              null, Expiration.NONE, new CycleHistory(new StateFile(path)), new SettableClock());
      file.read().map(Members::new).ifPresent(checker::load);
      checker.current().ifPresent(tally -> JsonText.line(tally.json()));
    } finally {
      for (String name : new String[] {"state.json", "state.json.tmp"}) {
        Files.deleteIfExists(directory.resolve(name));
      }
      Files.delete(directory);
    }
  }

  private static void walk(CrawlTask task, StateFile file) throws InterruptedException {
    SettableClock clock = new SettableClock();
    NamedBuckets tree = new NamedBuckets("22a", "zzz");
    Pace pace = new Pace(Duration.ZERO, Duration.ofHours(1), 1, Duration.ZERO);
    Crawl crawl = new Crawl(tree, task, file, pace, clock, clock::nanos);
    crawl.slice();
    assertThat(crawl.progress().inProgress()).isFalse();
  }

  @Property(tries = 500, seed = "20261130")
  void damagedStatesAreStatesOrNone(@ForAll @Size(max = 5) byte[] damage, @ForAll int seed)
      throws Exception {
    byte[] text = STATE.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < damage.length; i++) {
      text[Math.floorMod(seed * (i + 1) * 31, text.length)] = damage[i];
    }
    anyBytesAreAStateOrNone(text);
  }

  @Property(tries = 200, seed = "20261130")
  void anythingIsAStateOrNone(@ForAll @Size(max = 200) byte[] text) throws Exception {
    anyBytesAreAStateOrNone(text);
  }

  @Property(tries = 200)
  void whatIsWrittenIsReadAgain(@ForAll String name, @ForAll long number, @ForAll boolean flag)
      throws IOException {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("text", name);
    state.put("number", number);
    state.put("flag", flag);
    state.put("nothing", null);
    state.put("list", List.of(number, List.of(), Map.of()));
    assertThat(JsonText.read(JsonText.line(state).getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(state);
    assertThat(JsonText.read(JsonText.indented(state).getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(state);
  }
}
