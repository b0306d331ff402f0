package org.truckee.grid.history;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.MapMode;

/**
 * The operations of a grid that go on, and the last ones that have ended ({@code spec/08 §17.1}):
 * 10 uploads, 10 downloads, 20 checks of immutable files, 20 servermap updates, 20 publishes and 40
 * retrieves. Literal files take no operation. Thread-safe.
 */
public final class History {
  private static final int UPLOADS = 10;
  private static final int DOWNLOADS = 10;
  private static final int CHECKS = 20;
  private static final int MAP_UPDATES = 20;
  private static final int PUBLISHES = 20;
  private static final int RETRIEVES = 40;

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Shelf<UploadStatus> uploads = new Shelf<>(UPLOADS);
  private final Shelf<DownloadStatus> downloads = new Shelf<>(DOWNLOADS);
  private final Shelf<CheckStatus> checks = new Shelf<>(CHECKS);
  private final Shelf<MapUpdateStatus> mapUpdates = new Shelf<>(MAP_UPDATES);
  private final Shelf<PublishStatus> publishes = new Shelf<>(PUBLISHES);
  private final Shelf<RetrieveStatus> retrieves = new Shelf<>(RETRIEVES);

  /**
   * An empty one.
   *
   * @param clock tells when operations begin
   */
  public History(Clock clock) {
    this(clock, System::nanoTime);
  }

  /** With another clock for what passes since then, in nanoseconds, which never goes back. */
  public History(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  private SteadyClock time() {
    return new SteadyClock(clock, nanoTime);
  }

  /**
   * An upload of an immutable file begins.
   *
   * @param size bytes of plaintext
   */
  public UploadStatus upload(long size) {
    return uploads.add(number -> new UploadStatus(number, time(), size));
  }

  /**
   * An immutable file is opened to be read.
   *
   * @param size bytes of the file
   */
  public DownloadStatus download(StorageIndex index, long size) {
    return downloads.add(number -> new DownloadStatus(number, time(), index, size));
  }

  /** A download that nobody is interested in but who does it. */
  public DownloadStatus unrecordedDownload(StorageIndex index, long size) {
    return new DownloadStatus(0, time(), index, size);
  }

  /**
   * The shares of an immutable file are checked.
   *
   * @param size bytes of the file
   * @param verify whether every byte of every share is read
   */
  public CheckStatus check(StorageIndex index, long size, boolean verify) {
    return checks.add(number -> new CheckStatus(number, time(), index, size, verify));
  }

  /** Servers are asked which versions of a mutable file they have. */
  public MapUpdateStatus mapUpdate(StorageIndex index, MapMode mode) {
    return mapUpdates.add(number -> new MapUpdateStatus(number, time(), index, mode));
  }

  /**
   * A version of a mutable file is written.
   *
   * @param size bytes of its contents
   * @param needed k
   * @param total N
   */
  public PublishStatus publish(StorageIndex index, long size, int needed, int total) {
    return publishes.add(number -> new PublishStatus(number, time(), index, size, needed, total));
  }

  /**
   * A part of a version of a mutable file is read.
   *
   * @param size bytes of that part
   * @param needed k
   * @param total N
   */
  public RetrieveStatus retrieve(StorageIndex index, long size, int needed, int total) {
    return retrieves.add(number -> new RetrieveStatus(number, time(), index, size, needed, total));
  }

  /** All that are known, those that began last first. */
  public List<OperationStatus> all() {
    return Stream.of(uploads, downloads, checks, mapUpdates, publishes, retrieves)
        .<OperationStatus>flatMap(shelf -> shelf.all().stream())
        .sorted(Comparator.comparing(OperationStatus::started).reversed())
        .toList();
  }

  /** An upload, if it is still known. */
  public Optional<UploadStatus> findUpload(long number) {
    return uploads.find(number);
  }

  /** A download, if it is still known. */
  public Optional<DownloadStatus> findDownload(long number) {
    return downloads.find(number);
  }

  /** A check, if it is still known. */
  public Optional<CheckStatus> findCheck(long number) {
    return checks.find(number);
  }

  /** A servermap update, if it is still known. */
  public Optional<MapUpdateStatus> findMapUpdate(long number) {
    return mapUpdates.find(number);
  }

  /** A publish, if it is still known. */
  public Optional<PublishStatus> findPublish(long number) {
    return publishes.find(number);
  }

  /** A retrieve, if it is still known. */
  public Optional<RetrieveStatus> findRetrieve(long number) {
    return retrieves.find(number);
  }
}
