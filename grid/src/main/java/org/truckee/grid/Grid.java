package org.truckee.grid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.truckee.capability.ChkCap;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.grid.immutable.Downloader;
import org.truckee.grid.immutable.ImmutableFile;
import org.truckee.grid.immutable.SpooledSource;
import org.truckee.grid.immutable.Uploader;
import org.truckee.memory.MemoryBudget;
import org.truckee.memory.ProcessMemory;

/**
 * Many storage servers as one: the door of the library.
 *
 * <p>Thread-safe. Its methods block, are cancelled by an interrupt, and leave nothing running
 * behind when they return but questions to slow servers, which {@link #close} ends. What fails is a
 * {@link GridException} that says what was tried and what can be done.
 */
public final class Grid implements AutoCloseable {
  private final GridResources resources;
  private final Downloader downloader;
  private final Uploader uploader;

  private Grid(GridResources resources) {
    this.resources = resources;
    this.downloader = new Downloader(resources);
    this.uploader = new Uploader(resources);
  }

  /** Begins a grid of these servers. */
  public static Builder of(Servers servers) {
    return new Builder(servers);
  }

  /**
   * Opens an immutable file for reading. Servers are asked only when it is read.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   */
  public ImmutableFile open(ChkReadCap cap) throws UnusableCapabilityException {
    return downloader.open(cap);
  }

  /** Opens a literal file; no server is ever asked. */
  public ImmutableFile open(LiteralCap cap) {
    return downloader.open(cap);
  }

  /**
   * Asks all servers which shares of a file they have, and if wanted reads and validates them all.
   * A capability that only grants verifying is enough.
   *
   * @throws UnusableCapabilityException if no file can have this capability
   * @throws TimeLimitException if it took longer than the options allow
   * @throws InterruptedException if the thread was interrupted
   */
  public CheckResult check(ChkCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return downloader.check(cap.verifyCap(), options);
  }

  /**
   * Checks a file, and if a share is missing makes it again; with {@code verify} also the damaged
   * ones. A capability that only grants verifying is enough.
   *
   * @throws NoSharesException if no share is left
   * @throws NotEnoughSharesException if too few shares are left
   * @throws UnusableCapabilityException if no file can have this capability
   * @throws TimeLimitException if it took longer than the options allow
   * @throws GridException if the shares cannot be made again as they were
   * @throws InterruptedException if the thread was interrupted
   */
  public RepairResult checkAndRepair(ChkCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return downloader.checkAndRepair(cap.verifyCap(), options);
  }

  /**
   * Uploads a file as the grid does by default: convergent, without a time limit.
   *
   * @see #upload(Source, UploadOptions)
   */
  public UploadResult upload(Source source) throws IOException, InterruptedException {
    return upload(source, UploadOptions.DEFAULT);
  }

  /**
   * Uploads a file. One of at most 55 bytes becomes its own capability and touches no server.
   *
   * @throws NoServersException if no server is connected
   * @throws UploadUnhappinessException if the shares cannot be spread well enough
   * @throws FileTooLargeException if it has more than 2^24 segments
   * @throws SourceChangedException if the file is not the same from beginning to end
   * @throws TimeLimitException if it took longer than the options allow
   * @throws IOException if the source cannot be read
   * @throws InterruptedException if the thread was interrupted; no share is left half sent
   */
  public UploadResult upload(Source source, UploadOptions options)
      throws IOException, InterruptedException {
    return TimeLimit.within(
        options.timeLimit(), "the upload", () -> uploader.upload(source, options));
  }

  /**
   * Uploads what a stream has until its end. While it arrives it is kept in memory, or if it is
   * long in a file without a name. The stream is not closed.
   *
   * @see #upload(Source, UploadOptions)
   */
  public UploadResult upload(InputStream in, UploadOptions options)
      throws IOException, InterruptedException {
    return TimeLimit.within(
        options.timeLimit(),
        "the upload",
        () -> {
          try (SpooledSource source = spool(in, options)) {
            return uploader.upload(source, options);
          }
        });
  }

  /**
   * Reads a stream to its end and keeps what it has, as {@link #upload(InputStream, UploadOptions)}
   * does, to be uploaded with the same options.
   */
  public SpooledSource spool(InputStream in, UploadOptions options)
      throws IOException, InterruptedException {
    Optional<ConvergenceSecret> secret =
        options.key() instanceof KeyChoice.Convergent convergent
            ? Optional.of(convergent.secret().orElse(resources.convergenceSecret()))
            : Optional.empty();
    return SpooledSource.read(
        in,
        options.encoding().orElse(resources.encoding()),
        secret,
        resources.spoolDirectory(),
        resources.workers(),
        resources.spoolMemory());
  }

  /** Ends the grid's threads. What is still going on fails. */
  @Override
  public void close() {
    downloader.close();
    resources.workers().close();
  }

  /** What a grid is made of. The secrets have to be given, the rest has its defaults. */
  public static final class Builder {
    /**
     * Bytes of arrays that are kept for a second use: a part of what one transfer has under way.
     */
    private static final long KEPT_ARRAYS = 8L << 20;

    /** Uploads that arrive may have a third of the memory; what does not fit waits in files. */
    private static final int SPOOL_SHARE = 3;

    private final Servers servers;
    private ServerOrder order = ServerOrder.WITHOUT_PREFERENCE;
    private ClientLeaseSecret leaseSecret;
    private ConvergenceSecret convergenceSecret;
    private EncodingParameters encoding = EncodingParameters.DEFAULT;
    private UploadLimits uploadLimits = UploadLimits.DEFAULT;
    private DownloadLimits downloadLimits = DownloadLimits.DEFAULT;
    private RandomGenerator random = new SecureRandom();
    private Clock clock = Clock.systemUTC();
    private Optional<ProcessMemory> memory = Optional.empty();
    private Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));
    private int workers = Runtime.getRuntime().availableProcessors();

    private Builder(Servers servers) {
      this.servers = Objects.requireNonNull(servers);
    }

    /** The secret from which lease secrets follow. */
    public Builder leaseSecret(ClientLeaseSecret secret) {
      leaseSecret = secret;
      return this;
    }

    /** The secret that goes into the keys of convergent uploads. */
    public Builder convergenceSecret(ConvergenceSecret secret) {
      convergenceSecret = secret;
      return this;
    }

    /** How files are spread unless an upload says otherwise; 3 of 10 on 7 servers by default. */
    public Builder encoding(EncodingParameters parameters) {
      encoding = parameters;
      return this;
    }

    /** The servers that are considered first for every file; none by default. */
    public Builder preferredServers(Set<ServerId> preferred) {
      order = new ServerOrder(preferred);
      return this;
    }

    /** What an upload may take of memory and time. */
    public Builder uploadLimits(UploadLimits limits) {
      uploadLimits = limits;
      return this;
    }

    /** What a download may take of memory and time. */
    public Builder downloadLimits(DownloadLimits limits) {
      downloadLimits = limits;
      return this;
    }

    /** Where keys come from; a {@link SecureRandom} by default, something else only in tests. */
    public Builder random(RandomGenerator generator) {
      random = generator;
      return this;
    }

    /** What tells the time; the computer's clock by default. */
    public Builder clock(Clock source) {
      clock = source;
      return this;
    }

    /** The memory that all grids of a process share; that of a process with this one if absent. */
    public Builder memory(ProcessMemory shared) {
      memory = Optional.of(shared);
      return this;
    }

    /** Where uploads of unknown length wait, in nameless files; the system's by default. */
    public Builder spoolDirectory(Path directory) {
      spoolDirectory = directory;
      return this;
    }

    /** How many threads hash, encipher and code; as many as there are cores by default. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /** The grid, which has to be closed in the end. */
    public Grid build() {
      ProcessMemory process = memory.orElseGet(ProcessMemory::ofThisProcess);
      MemoryBudget transfers = process.transfers();
      long reserve = Math.min(downloadLimits.reserve(), process.reserve());
      return new Grid(
          new GridResources(
              servers,
              order,
              Objects.requireNonNull(leaseSecret, "a grid needs a lease secret"),
              Objects.requireNonNull(convergenceSecret, "a grid needs a convergence secret"),
              encoding,
              uploadLimits,
              transfers.part(uploadLimits.memory()),
              downloadLimits,
              transfers.part(downloadLimits.memory(), reserve),
              transfers.part(downloadLimits.memory()),
              transfers.part(transfers.bytes() / SPOOL_SHARE),
              new BlockBuffers(KEPT_ARRAYS),
              random,
              clock,
              spoolDirectory,
              new Workers(workers)));
    }
  }
}
