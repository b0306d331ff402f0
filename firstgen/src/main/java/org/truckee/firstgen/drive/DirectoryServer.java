package org.truckee.firstgen.drive;

import java.util.List;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteEnabler;

/**
 * What keeps directories ({@code spec/12 §6.4}). It sees neither names nor URIs nor keys. Every
 * method can fail with a {@link DriveException} because the server or its disk cannot be reached.
 */
public interface DirectoryServer {
  /** The most entries of a directory that a server tells of. */
  int MAX_ENTRIES = 1000;

  /**
   * The root that everybody can change.
   *
   * @throws NoPublicRootException if the server has none
   */
  WritableDirectoryUri publicRoot() throws DriveException, InterruptedException;

  /**
   * Makes an empty directory. One that has the index is emptied without a question, so the index
   * has to be one that was just made.
   */
  void create(DirectoryIndex index, WriteEnabler enabler)
      throws DriveException, InterruptedException;

  /**
   * The entry of a child; its name is not told.
   *
   * @param nameHash 32 bytes
   * @throws NoSuchChildException if there is none
   * @throws NoSuchDirectoryException if there is no such directory
   */
  Entry get(DirectoryIndex index, byte[] nameHash) throws DriveException, InterruptedException;

  /**
   * All entries, those that were changed last at the end.
   *
   * @throws NoSuchDirectoryException if there is no such directory
   */
  List<Entry> list(DirectoryIndex index) throws DriveException, InterruptedException;

  /**
   * Adds a child or replaces it.
   *
   * @throws BadWriteEnablerException if it is another directory's
   * @throws NoSuchDirectoryException if there is no such directory
   */
  void set(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash, Entry entry)
      throws DriveException, InterruptedException;

  /**
   * Removes a child.
   *
   * @throws BadWriteEnablerException if it is another directory's
   * @throws NoSuchChildException if there is none
   * @throws NoSuchDirectoryException if there is no such directory
   */
  void delete(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash)
      throws DriveException, InterruptedException;
}
