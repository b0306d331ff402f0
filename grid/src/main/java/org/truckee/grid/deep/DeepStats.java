package org.truckee.grid.deep;

import java.util.List;

/**
 * What there is below a directory, the directory included ({@code spec/03 §9.1}). Everything that
 * can be verified counts once; what is prohibited does not count.
 *
 * @param immutableFiles how many CHK files
 * @param mutableFiles how many SDMF and MDMF files
 * @param literalFiles how many files that are in their caps
 * @param directories how many directories of any kind
 * @param unknown how many things of unknown kinds
 * @param immutableSize of all CHK files together, in bytes
 * @param literalSize of all literal files together
 * @param directorySize of the contents of all directories that could be read
 * @param largestImmutableFile in bytes
 * @param largestDirectory in bytes
 * @param mostChildren of one directory
 * @param histogram of the sizes of CHK and literal files; only the buckets in use, ascending
 */
public record DeepStats(
    long immutableFiles,
    long mutableFiles,
    long literalFiles,
    long directories,
    long unknown,
    long immutableSize,
    long literalSize,
    long directorySize,
    long largestImmutableFile,
    long largestDirectory,
    long mostChildren,
    List<Bucket> histogram) {
  /** Copies the list. */
  public DeepStats {
    histogram = List.copyOf(histogram);
  }

  /**
   * How many files have sizes in a range.
   *
   * @param min the smallest of it
   * @param max the largest of it
   */
  public record Bucket(long min, long max, long count) {}

  /** All files. */
  public long files() {
    return immutableFiles + mutableFiles + literalFiles;
  }

  /** What users are told as the size of the tree: CHK files and directories. */
  public long deepSize() {
    return immutableSize + directorySize;
  }
}
