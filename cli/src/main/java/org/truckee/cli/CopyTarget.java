package org.truckee.cli;

import org.truckee.cli.command.CommandException;
import org.truckee.cli.gateway.Gateway;

/** The folder into which things are copied. */
interface CopyTarget {
  /**
   * What becomes of a name in it.
   *
   * @throws CommandException if nothing in it can have that name
   */
  String name(String name) throws CommandException;

  /**
   * Makes the folders that are missing, before any file is copied.
   *
   * @param most how many of them at a time
   * @param report hears of what cannot be there, which is left out of the plan
   * @throws CommandException if one cannot be made
   */
  void makeFolders(PlannedFolder root, int most, CopyReport report)
      throws CommandException, InterruptedException;

  /**
   * Whether a file is there already: one of that name and size that is no older. Called by several
   * threads at a time, once the folders have been made.
   */
  boolean has(PlannedFolder folder, String name, CopySource.File file);

  /**
   * Copies one file. Called by several threads at a time.
   *
   * @param progress hears of the bytes
   */
  void copy(PlannedFolder folder, String name, CopySource.File file, Gateway.BytesMoved progress)
      throws CommandException;

  /** After the last file of a folder has been copied, or has failed. */
  void finish(PlannedFolder folder) throws CommandException;
}
