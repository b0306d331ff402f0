package org.truckee.grid.client;

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
import org.truckee.capability.MutableFormat;
import org.truckee.grid.Blacklist;
import org.truckee.grid.ClientLeaseSecret;
import org.truckee.grid.ConvergenceSecret;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.ServerId;
import org.truckee.grid.Servers;
import org.truckee.grid.UploadLimits;
import org.truckee.grid.history.History;
import org.truckee.grid.immutable.assist.UploadAssistant;
import org.truckee.grid.immutable.upload.UploadHelper;
import org.truckee.grid.mutable.file.MutableFiles;
import org.truckee.grid.servers.ServerOrder;
import org.truckee.grid.transfer.DownloadMemory;
import org.truckee.memory.MemoryBudget;
import org.truckee.memory.ProcessMemory;

/**
 * What a grid is made of. The secrets have to be given, the rest has its defaults.
 *
 * <p>{@link GridClient} reads it once, when it is built.
 */
public final class GridBuilder {
  /** Uploads that arrive may have a third of the memory; what does not fit waits in files. */
  private static final int SPOOL_SHARE = 3;

  /** Crypttext of others on its way to the disk may have a quarter of what is for others. */
  private static final int ASSISTANCE_SHARE = 4;

  final Servers servers;
  ServerOrder order = ServerOrder.WITHOUT_PREFERENCE;
  ClientLeaseSecret leaseSecret;
  ConvergenceSecret convergenceSecret;
  EncodingParameters encoding = EncodingParameters.DEFAULT;
  UploadLimits uploadLimits = UploadLimits.DEFAULT;
  DownloadLimits downloadLimits = DownloadLimits.DEFAULT;
  RandomGenerator random = new SecureRandom();
  LongSupplier nanoTime = System::nanoTime;
  Clock dates = Clock.systemUTC();
  private Optional<ProcessMemory> memory = Optional.empty();
  Path spoolDirectory = Path.of(System.getProperty("java.io.tmpdir"));
  Supplier<Blacklist> blacklist = () -> Blacklist.EMPTY;
  MutableFormat mutableFormat = MutableFormat.SDMF;
  Duration backOff = MutableFiles.BACK_OFF;
  Supplier<Optional<UploadHelper>> helper = Optional::empty;
  private Optional<History> history = Optional.empty();
  int workers = Runtime.getRuntime().availableProcessors();

  GridBuilder(Servers servers) {
    this.servers = Objects.requireNonNull(servers);
  }

  /** The secret from which lease secrets follow. */
  public GridBuilder leaseSecret(ClientLeaseSecret secret) {
    leaseSecret = secret;
    return this;
  }

  /** The secret that goes into the keys of convergent uploads. */
  public GridBuilder convergenceSecret(ConvergenceSecret secret) {
    convergenceSecret = secret;
    return this;
  }

  /** How files are spread unless an upload says otherwise; 3 of 10 on 7 servers by default. */
  public GridBuilder encoding(EncodingParameters parameters) {
    encoding = parameters;
    return this;
  }

  /** The servers that are considered first for every file; none by default. */
  public GridBuilder preferredServers(Set<ServerId> preferred) {
    order = new ServerOrder(preferred);
    return this;
  }

  /** What an upload may take of memory and time. */
  public GridBuilder uploadLimits(UploadLimits limits) {
    uploadLimits = limits;
    return this;
  }

  /** What a download may take of memory and time. */
  public GridBuilder downloadLimits(DownloadLimits limits) {
    downloadLimits = limits;
    return this;
  }

  /** Where keys come from; a {@link SecureRandom} by default, something else only in tests. */
  public GridBuilder random(RandomGenerator generator) {
    random = generator;
    return this;
  }

  /** What tells the date, for the links of directories; the computer's clock by default. */
  public GridBuilder clock(Clock source) {
    dates = source;
    return this;
  }

  /** A clock that never goes back, in nanoseconds; another than the system's only in tests. */
  public GridBuilder nanoTime(LongSupplier source) {
    nanoTime = source;
    return this;
  }

  /** The memory that all grids of a process share; that of a process with this one if absent. */
  public GridBuilder memory(ProcessMemory shared) {
    memory = Optional.of(shared);
    return this;
  }

  /** Where uploads of unknown length wait, in nameless files; the system's by default. */
  public GridBuilder spoolDirectory(Path directory) {
    spoolDirectory = directory;
    return this;
  }

  /** The format of mutable files that are created without saying which; SDMF by default. */
  public GridBuilder mutableFormat(MutableFormat format) {
    mutableFormat = format;
    return this;
  }

  /** How long a writer waits, more or less, when somebody else was faster; 1 s by default. */
  public GridBuilder writeBackOff(Duration unit) {
    backOff = unit;
    return this;
  }

  /** Tells what is prohibited, whenever a node is made. Nothing by default. */
  public GridBuilder blacklist(Supplier<Blacklist> current) {
    blacklist = current;
    return this;
  }

  /**
   * Who makes and spreads shares in place of this node; asked whenever an upload begins. Nobody by
   * default.
   */
  public GridBuilder helper(Supplier<Optional<UploadHelper>> current) {
    helper = current;
    return this;
  }

  /** Hears of all that is going on; nobody does by default. */
  public GridBuilder history(History listener) {
    history = Optional.of(listener);
    return this;
  }

  History history() {
    if (history.isEmpty()) {
      history = Optional.of(new History(dates));
    }
    return history.get();
  }

  /** How many threads hash, encipher and code; as many as there are cores by default. */
  public GridBuilder workers(int count) {
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
    GridClient.Budgets budgets =
        new GridClient.Budgets(
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
