package org.truckee.storage.upkeep;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.truckee.storage.StorageStatistics;

/** The crawlers of a storage server, each on a thread of its own. */
public final class StorageUpkeep implements AutoCloseable {
  private final Clock clock;
  private final Expiration expiration;
  private final BucketCounter counter;
  private final LeaseChecker checker;
  private final Crawl counting;
  private final Crawl checking;
  private final List<CrawlThread> threads;

  /** One that does nothing by itself. */
  StorageUpkeep(ExpirableShares shares, UpkeepOptions options) {
    Path directory = options.directory();
    this.clock = options.clock();
    this.expiration = options.expiration();
    this.counter = new BucketCounter();
    this.checker =
        new LeaseChecker(
            shares,
            expiration,
            new CycleHistory(new StateFile(directory.resolve("lease_checker.history.json"))),
            options.clock());
    this.counting =
        crawl(shares, counter, "bucket_counter.state.json", options.counting(), options);
    this.checking = crawl(shares, checker, "lease_checker.state.json", options.checking(), options);
    this.threads =
        List.of(
            new CrawlThread("bucket-counter", counting, options.counting(), options.clock()),
            new CrawlThread("lease-checker", checking, options.checking(), options.clock()));
  }

  private static Crawl crawl(
      ShareTree shares, CrawlTask task, String file, Pace pace, UpkeepOptions options) {
    return new Crawl(
        shares,
        task,
        new StateFile(options.directory().resolve(file)),
        pace,
        options.clock(),
        options.nanos());
  }

  /** Begins, where the upkeep of this directory was ended. */
  public static StorageUpkeep start(ExpirableShares shares, UpkeepOptions options) {
    StorageUpkeep upkeep = new StorageUpkeep(shares, options);
    upkeep.threads.forEach(CrawlThread::start);
    return upkeep;
  }

  /** The walk that counts buckets. */
  Crawl counting() {
    return counting;
  }

  /** The walk that looks at leases. */
  Crawl checking() {
    return checking;
  }

  /** How many buckets there were in the last walk that counted all. */
  public OptionalLong buckets() {
    synchronized (counting) {
      return counter.total();
    }
  }

  /**
   * How it stands.
   *
   * @param statistics those of the server
   */
  public StorageReport report(StorageStatistics statistics) {
    Map<String, Object> json = new LinkedHashMap<>();
    StorageFigures figures = StorageFigures.of(statistics, buckets());
    json.put("stats", figures.statsJson());
    json.put("bucket-counter", counting.state());
    synchronized (checking) {
      CrawlProgress progress = checking.progress();
      double done = progress.percent() / 100;
      Map<String, Object> state = checking.state();
      checker.report(state, done);
      json.put("lease-checker", state);
      json.put("lease-checker-progress", progress.json());
      json.put("lease-checker-rehearsal", isRehearsal());
      return new StorageReport(
          clock.instant(),
          statistics,
          figures,
          buckets(),
          counting.progress(),
          expiration,
          progress,
          checker.current().map(tally -> current(tally, done)),
          checker.history().last(),
          JsonText.indented(json) + "\n");
    }
  }

  private boolean isRehearsal() {
    return expiration.removal() == Expiration.Removal.REHEARSED || expiration.lacksLimit();
  }

  private static StorageReport.Current current(CycleTally tally, double done) {
    Map<Criterion, Space> whole = new LinkedHashMap<>();
    if (done > 0) {
      Arrays.stream(Criterion.values())
          .forEach(each -> whole.put(each, tally.space().of(each).times(1 / done)));
    }
    return new StorageReport.Current(tally.space().spaces(), whole, tally.corrupt());
  }

  /** Ends the walks where they are; waits for the bucket that is being looked at. */
  @Override
  public void close() {
    threads.forEach(CrawlThread::stop);
    threads.forEach(thread -> thread.await(Duration.ofSeconds(10)));
  }
}
