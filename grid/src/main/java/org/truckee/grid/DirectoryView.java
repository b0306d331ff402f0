package org.truckee.grid;

import java.io.IOException;
import java.util.Optional;

/**
 * A directory as it was read once, and a change that follows: together they ask the servers no more
 * than the change alone. What is changed is the directory as it is then, whatever was read.
 */
public interface DirectoryView {
  /**
   * One child, as it was read.
   *
   * @throws NoSuchChildException if there was none of that name
   * @throws UnusableNameException if nothing can have it
   */
  Link get(String name) throws GridException;

  /**
   * Sets one link.
   *
   * @see Directory#set
   */
  FilesystemNode set(NewLink link, Overwrite overwrite) throws IOException, InterruptedException;

  /**
   * Removes a link.
   *
   * @see Directory#delete
   */
  Optional<FilesystemNode> delete(String name, DeleteOptions options)
      throws IOException, InterruptedException;
}
