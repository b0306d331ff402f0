package org.truckee.grid.directory;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.DirectoryReadCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.capability.FileReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableReadCap;
import org.truckee.grid.CapSlots;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.grid.MutableFile;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.VersionMap;
import org.truckee.grid.transfer.Background;

/**
 * Opens and creates the directories of one grid. All that change one directory at the same time
 * share one {@link GroupCommit}. Thread-safe.
 */
public final class Directories {
  /** The contents of a directory may take this part of the heap; its links take more. */
  private static final int PART_OF_HEAP = 8;

  private final DirectoryTools tools;
  private final Clock clock;
  private final Background background;
  private final long limit;

  /** The commits that callers are waiting for. */
  private final ConcurrentMap<DirectoryWriteCap, GroupCommit> commits = new ConcurrentHashMap<>();

  /**
   * The directories of a grid.
   *
   * @param background runs writes, and ends them with the grid
   */
  public Directories(DirectoryTools tools, Clock clock, Background background) {
    this(
        tools,
        clock,
        background,
        Math.min(Runtime.getRuntime().maxMemory() / PART_OF_HEAP, Integer.MAX_VALUE - 8));
  }

  /**
   * Opens directories with another limit on their size than the usual one.
   *
   * @param limit how many bytes the contents of a directory may have
   */
  public Directories(DirectoryTools tools, Clock clock, Background background, long limit) {
    this.tools = tools;
    this.clock = clock;
    this.background = background;
    this.limit = limit;
  }

  /** A directory that can be changed. Asks no server. */
  public Directory open(DirectoryWriteCap cap) {
    return directory(cap, new MutableDirectoryFile(tools, cap.file(), limit));
  }

  /** A directory that can be read. Asks no server. */
  public Directory open(DirectoryReadCap cap) {
    return directory(cap, file(cap.file()));
  }

  private Directory directory(DirectoryCap cap, DirectoryFile file) {
    return new GridDirectory(cap, TableAccess.of(cap, tools::node), file, this);
  }

  private DirectoryFile file(FileReadCap cap) {
    return switch (cap) {
      case MutableReadCap mutable -> new MutableDirectoryFile(tools, mutable, limit);
      case ChkReadCap chk -> new ImmutableDirectoryFile(tools.open(chk), limit);
      case LiteralCap literal -> new ImmutableDirectoryFile(tools.open(literal), limit);
    };
  }

  /**
   * Makes a change together with those that others ask for at the same time.
   *
   * @param seen what servers said just now, if the change may begin with that
   */
  <T> T change(DirectoryWriteCap cap, TableAccess access, Edit<T> edit, Optional<VersionMap> seen)
      throws IOException, InterruptedException {
    GroupCommit commit =
        commits.compute(cap, (key, known) -> (known == null ? commit(cap, access) : known).enter());
    try {
      return commit.make(edit, seen);
    } finally {
      commits.computeIfPresent(cap, (key, known) -> known.leave() ? known : null);
    }
  }

  private GroupCommit commit(DirectoryWriteCap cap, TableAccess access) {
    return new GroupCommit(tools.open(cap.file()), access, clock, background, limit);
  }

  /**
   * Creates a directory.
   *
   * @throws GridException if a child may not be in it; nothing is written then
   */
  public Directory create(NewDirectory directory) throws IOException, InterruptedException {
    return switch (directory) {
      case NewDirectory.Mutable mutable -> create(mutable);
      case NewDirectory.Immutable immutable -> create(immutable);
    };
  }

  private Directory create(NewDirectory.Mutable directory)
      throws IOException, InterruptedException {
    checkChildren(directory.children());
    MutableFile file =
        tools.create(
            cap ->
                Source.of(
                    pack(
                        directory.children(),
                        TableAccess.of(new DirectoryWriteCap(cap), tools::node))),
            directory.options());
    return open(new DirectoryWriteCap(file.writeCap().orElseThrow()));
  }

  /** Before a key is made for nothing. */
  private void checkChildren(List<Link> children) throws GridException {
    EntryWriter writer = new EntryWriter(new TableAccess(Optional.empty(), false, tools::node));
    for (Link child : children) {
      writer.write(ChildNames.normalize(child.name()), child.node(), child.metadata());
    }
  }

  private Directory create(NewDirectory.Immutable directory)
      throws IOException, InterruptedException {
    byte[] contents =
        pack(directory.children(), new TableAccess(Optional.empty(), true, tools::node));
    FileReadCap cap = tools.upload(Source.of(contents), directory.options()).cap();
    return open(new DirectoryReadCap(cap));
  }

  private static byte[] pack(List<Link> children, TableAccess access) throws GridException {
    TableDraft draft = TableDraft.of(EntryTable.parse(new byte[0], access));
    for (Link child : children) {
      draft.put(child.name(), child.node(), child.metadata());
    }
    return draft.contents();
  }

  /** Uploads a file that becomes a child. */
  FilesystemNode upload(Source contents, UploadOptions options)
      throws IOException, InterruptedException {
    return tools.node(CapSlots.of(tools.upload(contents, options).cap().text()));
  }
}
