package org.truckee.grid.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.truckee.capability.ChkCap;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.Blacklist;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.Directory;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.RepairResult;
import org.truckee.grid.ServerId;
import org.truckee.grid.Servers;
import org.truckee.grid.Source;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.TransferCounters;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
import org.truckee.grid.history.History;
import org.truckee.grid.immutable.LiteralFile;
import org.truckee.grid.immutable.assist.UploadAssistant;
import org.truckee.grid.immutable.check.BetterSpread;
import org.truckee.grid.immutable.check.Checker;
import org.truckee.grid.immutable.check.Repairer;
import org.truckee.grid.immutable.download.ChkFile;
import org.truckee.grid.immutable.download.Downloader;
import org.truckee.grid.immutable.download.OpenFiles;
import org.truckee.grid.immutable.upload.AssistedUploads;
import org.truckee.grid.immutable.upload.CrypttextUploader;
import org.truckee.grid.immutable.upload.FoundShareReader;
import org.truckee.grid.immutable.upload.SharePusher;
import org.truckee.grid.immutable.upload.Spooler;
import org.truckee.grid.immutable.upload.UploadHelper;
import org.truckee.grid.immutable.upload.Uploader;
import org.truckee.grid.immutable.verify.ShareVerifiers;
import org.truckee.grid.mutable.file.KeyPool;
import org.truckee.grid.mutable.file.MutableFiles;
import org.truckee.grid.mutable.file.RandomBackOff;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.publish.Publisher;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.transfer.Background;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.DownloadMemory;
import org.truckee.grid.transfer.TimeLimit;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;
import org.truckee.memory.ProcessMemory;

/** The rooms of this module put together to a {@link Grid}. */
public final class GridClient implements Grid {
  /** Bytes of arrays that are kept for a second use: a part of what one transfer has under way. */
  private static final long KEPT_ARRAYS = 8L << 20;

  /** How many keys are made ahead: a burst of so many new mutable files waits for none. */
  private static final int KEYS = 8;

  /** After so many times the grace for stragglers, a write is late. */
  private static final int LATE_WRITE = 5;

  private final Workers workers;
  private final Background background = new Background();
  private final TransferCounters counters = new TransferCounters();
  private final KeyPool keys;
  private final Downloader downloader;
  private final OpenFiles files;
  private final Checker checker;
  private final Repairer repairer;
  private final Uploader uploader;
  private final Spooler spooler;
  private final MutableFiles mutableFiles;
  private final NodeMaker nodes;
  private final AssistantMaker assistants;

  /** Makes what uploads for others. */
  @FunctionalInterface
  private interface AssistantMaker {
    UploadAssistant make(Path directory) throws IOException;
  }

  private GridClient(Builder grid, Budgets memory) {
    RankedServers servers = new RankedServers(grid.servers, grid.order, new ServerLatencies());
    ReadPatience patience = new ReadPatience(grid.downloadLimits, servers.latencies());
    CorruptionNotices notices = new CorruptionNotices(background);
    BlockBuffers buffers = new BlockBuffers(KEPT_ARRAYS);
    this.workers = new Workers(grid.workers);
    this.keys = new KeyPool(KEYS, workers);
    ShareVerifiers verifiers = new ShareVerifiers(buffers, workers, memory.verifications);
    this.downloader =
        new Downloader(
            servers,
            grid.downloadLimits,
            memory.downloads,
            buffers,
            workers,
            notices,
            background,
            grid.history());
    this.files = new OpenFiles(downloader, grid.nanoTime);
    CrypttextUploader crypttextUploader =
        new CrypttextUploader(
            servers,
            new ServerCapacities(grid.nanoTime, grid.uploadLimits.versionAge()),
            grid.leaseSecret,
            grid.uploadLimits,
            memory.uploads,
            new SharePusher(grid.uploadLimits, servers.latencies(), buffers, workers),
            new FoundShareReader(verifiers, notices, grid.random));
    this.uploader =
        new Uploader(
            grid.encoding,
            grid.convergenceSecret,
            grid.random,
            workers,
            crypttextUploader,
            new AssistedUploads(memory.uploads, workers),
            counters,
            grid.history(),
            grid.helper);
    this.spooler =
        new Spooler(
            grid.encoding, grid.convergenceSecret, grid.spoolDirectory, workers, memory.spools);
    spooler.removeLeftovers();
    this.checker =
        new Checker(grid.servers, patience, verifiers, grid.leaseSecret, grid.encoding.happy());
    this.repairer =
        new Repairer(
            grid.servers,
            checker,
            new BetterSpread(servers, grid.downloadLimits),
            downloader,
            crypttextUploader);
    this.mutableFiles = mutableFiles(grid, memory, servers, patience, notices);
    this.nodes = new NodeMaker(this, grid.blacklist, grid.dates, background);
    this.assistants =
        directory ->
            new UploadAssistant(
                servers,
                crypttextUploader,
                grid.leaseSecret,
                grid.uploadLimits,
                buffers,
                memory.assistance,
                directory,
                grid.dates);
  }

  private MutableFiles mutableFiles(
      Builder grid,
      Budgets memory,
      RankedServers servers,
      ReadPatience reading,
      CorruptionNotices notices) {
    Patience mapping =
        Patience.of(grid.downloadLimits.questionPatience(), grid.uploadLimits.queryLimit());
    Patience writing =
        Patience.of(
            grid.uploadLimits.stragglerGrace().multipliedBy(LATE_WRITE),
            grid.uploadLimits.stallLimit());
    Mapper mapper =
        new Mapper(
            servers,
            grid.encoding,
            grid.leaseSecret,
            notices,
            mapping,
            reading.thorough(),
            grid.history());
    return MutableRooms.files(
        mapper,
        new Retriever(
            grid.downloadLimits, memory.downloads, workers, reading, counters, grid.history()),
        new Publisher(
            mapper,
            grid.leaseSecret,
            servers.latencies(),
            writing,
            memory.uploads,
            workers,
            grid.random,
            counters,
            grid.history()),
        servers.latencies(),
        grid.encoding,
        grid.mutableFormat,
        keys,
        () -> new RandomBackOff(grid.random, grid.backOff));
  }

  /**
   * What operations of one kind may take of memory together.
   *
   * @param spools contents of unknown length while they arrive
   * @param assistance uploads for others
   */
  private record Budgets(
      MemoryBudget uploads,
      DownloadMemory downloads,
      MemoryBudget verifications,
      MemoryBudget spools,
      UploadAssistant.Budgets assistance) {}

  /** Begins a grid of these servers. */
  public static Builder of(Servers servers) {
    return new Builder(servers);
  }

  @Override
  public FilesystemNode node(CapSlots slots) {
    return nodes.node(slots);
  }

  @Override
  public Directory createDirectory(NewDirectory directory)
      throws IOException, InterruptedException {
    return nodes.createDirectory(directory);
  }

  @Override
  public ImmutableFile open(ChkReadCap cap) throws UnusableCapabilityException {
    return new ChkFile(cap, files.open(cap.verifyCap()), downloader, counters);
  }

  @Override
  public MutableFile open(MutableFileCap cap) {
    return mutableFiles.open(cap);
  }

  @Override
  public MutableFile createMutable(InitialContents contents, MutableOptions options)
      throws IOException, InterruptedException {
    return mutableFiles.create(contents, options);
  }

  @Override
  public long mostBytes(MutableFormat format) {
    return mutableFiles.mostBytes(format);
  }

  @Override
  public ImmutableFile open(LiteralCap cap) {
    return new LiteralFile(cap);
  }

  @Override
  public CheckResult check(ChkCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return checker.check(cap.verifyCap(), options);
  }

  @Override
  public RepairResult checkAndRepair(ChkCap cap, CheckOptions options)
      throws IOException, InterruptedException {
    return repairer.checkAndRepair(cap.verifyCap(), options);
  }

  @Override
  public UploadResult upload(Source source, UploadOptions options)
      throws IOException, InterruptedException {
    return TimeLimit.within(
        options.timeLimit(), "the upload", () -> uploader.upload(source, options));
  }

  @Override
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

  @Override
  public SpooledSource spool(InputStream in, UploadOptions options)
      throws IOException, InterruptedException {
    return spooler.read(in, options);
  }

  /** How much it has moved. */
  public TransferCounters counters() {
    return counters;
  }

  /**
   * Uploads files for other clients, on the servers of this grid. It has to be closed before the
   * grid is.
   *
   * @param directory where crypttext of theirs is kept
   * @throws IOException if the directory cannot be used
   */
  public UploadAssistant assistant(Path directory) throws IOException {
    return assistants.make(directory);
  }

  /** Ends the grid's threads. What is still going on fails. */
  @Override
  public void close() {
    keys.close();
    background.close();
    workers.close();
  }

  /** What a grid is made of. The secrets have to be given, the rest has its defaults. */
  public static final class Builder {
    /** Uploads that arrive may have a third of the memory; what does not fit waits in files. */
    private static final int SPOOL_SHARE = 3;

    /** Crypttext of others on its way to the disk may have a quarter of what is for others. */
    private static final int ASSISTANCE_SHARE = 4;

    private final Servers servers;
    private ServerOrder order = ServerOrder.WITHOUT_PREFERENCE;
    private ClientLeaseSecret leaseSecret;
    private ConvergenceSecret convergenceSecret;
    private EncodingParameters encoding = EncodingParameters.DEFAULT;
    private UploadLimits uploadLimits = UploadLimits.DEFAULT;
    private DownloadLimits downloadLimits = DownloadLimits.DEFAULT;
    private RandomGenerator random = new SecureRandom();
    private LongSupplier nanoTime = System::nanoTime;
    private Clock dates = Clock.systemUTC();
    private Optional<ProcessMemory> memory = Optional.empty();
    private Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));
    private Supplier<Blacklist> blacklist = () -> Blacklist.EMPTY;
    private MutableFormat mutableFormat = MutableFormat.SDMF;
    private Duration backOff = MutableFiles.BACK_OFF;
    private Supplier<Optional<UploadHelper>> helper = Optional::empty;
    private Optional<History> history = Optional.empty();
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

    /** What tells the date, for the links of directories; the computer's clock by default. */
    public Builder clock(Clock source) {
      dates = source;
      return this;
    }

    /** A clock that never goes back, in nanoseconds; another than the system's only in tests. */
    public Builder nanoTime(LongSupplier source) {
      nanoTime = source;
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

    /** The format of mutable files that are created without saying which; SDMF by default. */
    public Builder mutableFormat(MutableFormat format) {
      mutableFormat = format;
      return this;
    }

    /** How long a writer waits, more or less, when somebody else was faster; 1 s by default. */
    public Builder writeBackOff(Duration unit) {
      backOff = unit;
      return this;
    }

    /** Tells what is prohibited, whenever a node is made. Nothing by default. */
    public Builder blacklist(Supplier<Blacklist> current) {
      blacklist = current;
      return this;
    }

    /**
     * Who makes and spreads shares in place of this node; asked whenever an upload begins. Nobody
     * by default.
     */
    public Builder helper(Supplier<Optional<UploadHelper>> current) {
      helper = current;
      return this;
    }

    /** Hears of all that is going on; nobody does by default. */
    public Builder history(History listener) {
      history = Optional.of(listener);
      return this;
    }

    private History history() {
      if (history.isEmpty()) {
        history = Optional.of(new History(dates));
      }
      return history.get();
    }

    /** How many threads hash, encipher and code; as many as there are cores by default. */
    public Builder workers(int count) {
      workers = count;
      return this;
    }

    /** The grid, which has to be closed in the end. */
    public GridClient build() {
      Objects.requireNonNull(leaseSecret, "a grid needs a lease secret");
      Objects.requireNonNull(convergenceSecret, "a grid needs a convergence secret");
      ProcessMemory process = memory.orElseGet(ProcessMemory::ofThisProcess);
      MemoryBudget transfers = process.transfers();
      long reserve = Math.min(downloadLimits.reserve(), process.reserve());
      Budgets budgets =
          new Budgets(
              transfers.part(uploadLimits.memory()),
              DownloadMemory.of(transfers.part(downloadLimits.memory(), reserve), downloadLimits),
              transfers.part(downloadLimits.memory()),
              transfers.part(transfers.bytes() / SPOOL_SHARE),
              new UploadAssistant.Budgets(
                  process.service().part(process.service().bytes() / ASSISTANCE_SHARE),
                  process.service().part(process.service().bytes() / 2)));
      return new GridClient(this, budgets);
    }
  }
}
