package org.truckee.cli;

import org.truckee.cli.command.CommandException;
import org.truckee.cli.gateway.Gateway;

/** The folder into which things are copied. */
interface CopyTarget {
  /** What becomes of a name in it. */
  String name(String name);

  /**
   * Makes the folders that are missing, before any file is copied.
   *
   * @throws CommandException if one cannot be made
   */
  void makeFolders(PlannedFolder root) throws CommandException, InterruptedException;

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
