package org.truckee.grid.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.truckee.capability.ChkCap;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.RepairResult;
import org.truckee.grid.Servers;
import org.truckee.grid.Source;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.TransferCounters;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;
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
import org.truckee.grid.immutable.upload.SpoolFolder;
import org.truckee.grid.immutable.upload.Spooler;
import org.truckee.grid.immutable.upload.Uploader;
import org.truckee.grid.immutable.verify.ShareVerifiers;
import org.truckee.grid.mutable.file.KeyPool;
import org.truckee.grid.mutable.file.MutableFiles;
import org.truckee.grid.mutable.file.RandomBackOff;
import org.truckee.grid.mutable.map.Mapper;
import org.truckee.grid.mutable.publish.Publisher;
import org.truckee.grid.mutable.retrieve.Retriever;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.servers.FreeSpace;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.RankedServers;
import org.truckee.grid.servers.ReadPatience;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.grid.transfer.Background;
import org.truckee.grid.transfer.BlockBuffers;
import org.truckee.grid.transfer.DownloadMemory;
import org.truckee.grid.transfer.FileThreads;
import org.truckee.grid.transfer.TimeLimit;
import org.truckee.grid.transfer.Workers;
import org.truckee.memory.MemoryBudget;

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
  private final FileThreads fileThreads = new FileThreads();
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

  GridClient(GridBuilder grid, Budgets memory) {
    RankedServers servers = new RankedServers(grid.servers, grid.order, new ServerLatencies());
    ReadPatience patience = new ReadPatience(grid.downloadLimits, servers.latencies());
    CorruptionNotices notices = new CorruptionNotices(background);
    FreeSpace space = new FreeSpace(servers.latencies(), grid.downloadLimits);
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
            grid.encoding,
            grid.convergenceSecret,
            new SpoolFolder(grid.spoolDirectory, fileThreads),
            workers,
            memory.spools);
    spooler.removeLeftovers();
    this.checker =
        new Checker(
            grid.servers,
            patience,
            verifiers,
            grid.leaseSecret,
            grid.encoding.happy(),
            grid.history());
    this.repairer =
        new Repairer(
            grid.servers, checker, new BetterSpread(servers, space), downloader, crypttextUploader);
    this.mutableFiles = mutableFiles(grid, memory, servers, patience, notices, space);
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
      GridBuilder grid,
      Budgets memory,
      RankedServers servers,
      ReadPatience reading,
      CorruptionNotices notices,
      FreeSpace space) {
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
        space,
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
  record Budgets(
      MemoryBudget uploads,
      DownloadMemory downloads,
      MemoryBudget verifications,
      MemoryBudget spools,
      UploadAssistant.Budgets assistance) {}

  /** Begins a grid of these servers. */
  public static GridBuilder of(Servers servers) {
    return new GridBuilder(servers);
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
    fileThreads.close();
  }
}
