package org.truckee.grid.immutable.assist;

/**
 * What a helper has done since it started, and what it has at hand ({@code spec/07 §10.6}).
 *
 * @param requests how often it was asked to upload a file
 * @param alreadyPresent how often the file was in the grid
 * @param needUpload how often it was not
 * @param resumes how often it went on with a file that it had a part of
 * @param fetchedBytes crypttext that came from clients
 * @param encodedBytes sizes of the files that it uploaded
 * @param active uploads at this moment
 * @param incoming files that are not complete
 * @param encoding complete files that are not uploaded
 */
public record AssistantStatistics(
    long requests,
    long alreadyPresent,
    long needUpload,
    long resumes,
    long fetchedBytes,
    long encodedBytes,
    int active,
    Files incoming,
    Files encoding) {
  /**
   * Files of one kind.
   *
   * @param count how many
   * @param bytes their sizes together
   * @param oldBytes of those that have not changed for 48 hours
   */
  public record Files(int count, long bytes, long oldBytes) {}
}
