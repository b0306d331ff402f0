package org.truckee.grid.directory;

import java.io.IOException;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.grid.CapSlots;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableFile;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.Source;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;

/** What directories need of the grid that they are in. */
public interface DirectoryTools {
  /** What a link names. */
  FilesystemNode node(CapSlots slots);

  /** An immutable file, also if its use is prohibited. */
  ImmutableFileNode open(ChkReadCap cap);

  /** A literal file. */
  ImmutableFileNode open(LiteralCap cap);

  /** Opens a mutable file; asks nobody. All that are opened by one cap share a lock. */
  MutableFile open(MutableFileCap cap);

  /** Creates a mutable file. */
  MutableFile create(InitialContents contents, MutableOptions options)
      throws IOException, InterruptedException;

  /** Uploads an immutable file. */
  UploadResult upload(Source contents, UploadOptions options)
      throws IOException, InterruptedException;
}
