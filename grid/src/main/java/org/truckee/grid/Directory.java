package org.truckee.grid;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.DirectoryWriteCap;

/**
 * A directory: links to children, by name ({@code spec/03}).
 *
 * <p>Names are any Unicode text; two that differ only in how characters are composed are the same.
 * Every call asks the grid, nothing is remembered between calls. Entries that cannot be understood,
 * or must not stand in the directory, are not there for any call but {@link #list}; they are kept
 * until a link of their name is set or deleted.
 *
 * <p>A change reads the directory, changes it and writes it, and begins again if somebody else
 * wrote it meanwhile. It is made whole or not at all. Changes that are asked for at the same time
 * are written together, and each succeeds or fails for itself.
 *
 * <p>Thread-safe. Beside the errors of their own, all methods fail as those of {@link FileContents}
 * and {@link MutableFile} do. Changes fail with {@link NotWriteableException} if the cap does not
 * grant them. An interrupt cancels them; a change that is cancelled may have been made.
 */
public non-sealed interface Directory extends KnownNode, Checkable {
  @Override
  DirectoryCap cap();

  /** Whether it can be changed through this cap. */
  default boolean isWriteable() {
    return cap() instanceof DirectoryWriteCap;
  }

  /** Everything that is in it. */
  DirectoryListing list() throws IOException, InterruptedException;

  /** The links of {@link #list} for whoever looks at one after the other: there may be many. */
  DirectoryLinks links() throws IOException, InterruptedException;

  /** Whether there is a child of that name. */
  boolean has(String name) throws IOException, InterruptedException;

  /**
   * One child.
   *
   * @throws NoSuchChildException if there is none of that name
   */
  Link get(String name) throws IOException, InterruptedException;

  /**
   * Reads it for a change that is likely to follow.
   *
   * @see #get
   */
  DirectoryView view() throws IOException, InterruptedException;

  /** The number of bytes of its contents, as the grid has them now. */
  long size() throws IOException, InterruptedException;

  /**
   * What two slots of a link hold in this directory. Asks nobody.
   *
   * @param writeCap what may grant writing, or a cap of which that is not known
   * @param readCap what grants reading only; does not matter beside a write cap that is understood
   */
  FilesystemNode child(String name, Optional<String> writeCap, Optional<String> readCap);

  /**
   * Sets one link.
   *
   * @return the child, with all that its cap grants, even if the link grants less
   * @throws ExistingChildException if there is one that must not be replaced
   * @throws CapabilityConstraintException if the child may not stand here
   */
  default FilesystemNode set(NewLink link, Overwrite overwrite)
      throws IOException, InterruptedException {
    setAll(List.of(link), overwrite);
    return link.child();
  }

  /**
   * Sets links, all or none of them, one after the other.
   *
   * @see #set
   */
  void setAll(List<NewLink> links, Overwrite overwrite) throws IOException, InterruptedException;

  /**
   * Replaces what the directory says of a link, except its times.
   *
   * @throws NoSuchChildException if there is none of that name
   */
  void setMetadata(String name, Metadata metadata) throws IOException, InterruptedException;

  /**
   * Uploads an immutable file and links it. If it cannot be linked it stays in the grid all the
   * same.
   *
   * @see #set
   */
  FilesystemNode addFile(
      String name,
      Source contents,
      UploadOptions options,
      Optional<Metadata> metadata,
      Overwrite overwrite)
      throws IOException, InterruptedException;

  /**
   * Creates a directory and links it. If it cannot be linked it stays in the grid all the same.
   *
   * @see #set
   */
  Directory createSubdirectory(
      String name, NewDirectory directory, Optional<Metadata> metadata, Overwrite overwrite)
      throws IOException, InterruptedException;

  /**
   * Removes a link. What it led to stays in the grid.
   *
   * @return the child; empty if there was none of that name, or only an entry that cannot be
   *     understood
   * @throws NoSuchChildException if there is none of that name, and there has to be
   * @throws ChildOfWrongTypeException if it is not of the kind that it has to be
   */
  Optional<FilesystemNode> delete(String name, DeleteOptions options)
      throws IOException, InterruptedException;

  /**
   * Moves a link, here or to another directory. Within one directory that is one change; between
   * two, the link is set there first and then deleted here, and if that fails there are both. A
   * link moved to where it is stays as it is.
   *
   * @return the child; empty if nothing had to be done
   * @throws NoSuchChildException if there is none of that name
   * @throws ExistingChildException if there is one in the new place that must not be replaced
   */
  Optional<FilesystemNode> move(String name, Directory target, String newName, Overwrite overwrite)
      throws IOException, InterruptedException;
}
