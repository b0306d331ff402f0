package org.truckee.grid.directory;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.DirectoryWriteCap;
import org.truckee.grid.CapSlots;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryLinks;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.DirectoryView;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.NewLink;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.NotWriteableException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.Source;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.VersionMap;

/**
 * A directory of a grid.
 *
 * @param file holds its entries
 * @param directories makes those below, and gathers changes
 */
record GridDirectory(
    DirectoryCap cap, TableAccess access, DirectoryFile file, Directories directories)
    implements Directory {
  @Override
  public DirectoryListing list() throws IOException, InterruptedException {
    return table().list();
  }

  @Override
  public DirectoryLinks links() throws IOException, InterruptedException {
    return new StoredLinks(file.contents(), access);
  }

  @Override
  public boolean has(String name) throws IOException, InterruptedException {
    return table().find(ChildNames.normalize(name)).isPresent();
  }

  @Override
  public Link get(String name) throws IOException, InterruptedException {
    // A name that cannot be there costs no question.
    String normal = ChildNames.normalize(name);
    return new ReadDirectory(this, table(), Optional.empty()).get(normal);
  }

  @Override
  public DirectoryView view() throws IOException, InterruptedException {
    Optional<VersionMap> seen = file.mapToChange();
    if (seen.isEmpty()) {
      return new ReadDirectory(this, table(), seen);
    }
    try {
      return new ReadDirectory(this, EntryTable.parse(file.contents(seen.get()), access), seen);
    } catch (NotEnoughSharesException e) {
      // Perhaps the version was replaced meanwhile.
      return new ReadDirectory(this, table(), Optional.empty());
    }
  }

  private EntryTable table() throws IOException, InterruptedException {
    return EntryTable.parse(file.contents(), access);
  }

  @Override
  public long size() throws IOException, InterruptedException {
    return file.size();
  }

  @Override
  public FilesystemNode child(String name, Optional<String> writeCap, Optional<String> readCap) {
    return access.nodes().apply(new CapSlots(writeCap, readCap, access.immutable(), name));
  }

  @Override
  public void setAll(List<NewLink> links, Overwrite overwrite)
      throws IOException, InterruptedException {
    setAll(links, overwrite, Optional.empty());
  }

  void setAll(List<NewLink> links, Overwrite overwrite, Optional<VersionMap> seen)
      throws IOException, InterruptedException {
    for (NewLink link : links) {
      requireAccepted(link.child());
    }
    change(new SetLinks(links, overwrite), seen);
  }

  /** A child that must not stand here is an error even where no child may be set. */
  private static void requireAccepted(FilesystemNode child) throws GridException {
    if (child instanceof UnknownNode unknown) {
      unknown.requireAccepted();
    }
  }

  @Override
  public void setMetadata(String name, Metadata metadata) throws IOException, InterruptedException {
    change(new SetMetadata(name, metadata));
  }

  @Override
  public FilesystemNode addFile(
      String name,
      Source contents,
      UploadOptions options,
      Optional<Metadata> metadata,
      Overwrite overwrite)
      throws IOException, InterruptedException {
    requireWriteable();
    FilesystemNode file = directories.upload(contents, options);
    change(new SetLinks(List.of(new NewLink(name, file, metadata)), overwrite));
    return file;
  }

  @Override
  public Directory createSubdirectory(
      String name, NewDirectory directory, Optional<Metadata> metadata, Overwrite overwrite)
      throws IOException, InterruptedException {
    requireWriteable();
    Directory created = directories.create(directory);
    change(new SetLinks(List.of(new NewLink(name, created, metadata)), overwrite));
    return created;
  }

  @Override
  public Optional<FilesystemNode> delete(String name, DeleteOptions options)
      throws IOException, InterruptedException {
    return delete(name, options, Optional.empty());
  }

  Optional<FilesystemNode> delete(String name, DeleteOptions options, Optional<VersionMap> seen)
      throws IOException, InterruptedException {
    return change(new DeleteLink(name, options), seen);
  }

  @Override
  public Optional<FilesystemNode> move(
      String name, Directory target, String newName, Overwrite overwrite)
      throws IOException, InterruptedException {
    requireWriteable();
    if (!target.isWriteable()) {
      throw readOnly();
    }
    if (!target.cap().equals(cap)) {
      Link link = get(name);
      target.set(new NewLink(newName, link.node(), Optional.of(link.metadata())), overwrite);
      return change(new DeleteLink(name, DeleteOptions.DEFAULT));
    }
    boolean same = ChildNames.normalize(name).equals(ChildNames.normalize(newName));
    return same ? Optional.empty() : change(new RenameLink(name, newName, overwrite));
  }

  @Override
  public Optional<? extends CheckOutcome> check(CheckOptions options)
      throws IOException, InterruptedException {
    return file.check(options);
  }

  @Override
  public Optional<? extends RepairOutcome> checkAndRepair(CheckOptions options)
      throws IOException, InterruptedException {
    return file.checkAndRepair(options);
  }

  private <T> T change(Edit<T> edit) throws IOException, InterruptedException {
    return change(edit, Optional.empty());
  }

  private <T> T change(Edit<T> edit, Optional<VersionMap> seen)
      throws IOException, InterruptedException {
    if (cap instanceof DirectoryWriteCap write) {
      return directories.change(write, access, edit, seen);
    }
    throw readOnly();
  }

  private void requireWriteable() throws NotWriteableException {
    if (!isWriteable()) {
      throw readOnly();
    }
  }

  private static NotWriteableException readOnly() {
    return new NotWriteableException("the capability of the directory does not grant changes");
  }

  /** Reveals nothing but the kind. */
  @Override
  public String toString() {
    return cap.toString();
  }

  /** Two objects that were opened by one cap are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof GridDirectory directory && directory.cap.equals(cap);
  }

  @Override
  public int hashCode() {
    return cap.hashCode();
  }
}
