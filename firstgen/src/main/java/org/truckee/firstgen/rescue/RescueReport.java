package org.truckee.firstgen.rescue;

import java.util.List;

/**
 * What has come of a rescue.
 *
 * @param root what the directory at the beginning has become
 * @param directories how many directories have been copied
 * @param files how many files have been copied, now or before
 * @param bytes how many bytes those have
 * @param problems what could not be read
 * @param renamed names that had to be changed
 */
public record RescueReport(
    Destination.Directory root,
    int directories,
    int files,
    long bytes,
    List<Problem> problems,
    List<Renamed> renamed) {

  /** Copies the lists. */
  public RescueReport {
    problems = List.copyOf(problems);
    renamed = List.copyOf(renamed);
  }

  /**
   * Something that could not be read.
   *
   * @param path where it is in the drive
   * @param why it could not
   */
  public record Problem(String path, String why) {}

  /**
   * A name that today's directories do not have.
   *
   * @param path where it is in the drive
   * @param name what it is called now
   */
  public record Renamed(String path, String name) {}
}
