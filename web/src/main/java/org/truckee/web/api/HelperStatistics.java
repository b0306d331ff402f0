package org.truckee.web.api;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an upload helper has done since its start, and what it has at hand ({@code spec/07 §10.6}).
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
public record HelperStatistics(
    long requests,
    long alreadyPresent,
    long needUpload,
    long resumes,
    long fetchedBytes,
    long encodedBytes,
    int active,
    Files incoming,
    Files encoding) {
  private static final String PREFIX = "chk_upload_helper.";

  /**
   * Files of one kind.
   *
   * @param count how many
   * @param bytes their sizes together
   * @param oldBytes of those that have not changed for 48 hours
   */
  public record Files(int count, long bytes, long oldBytes) {}

  /** What is counted, by the names that programs know. */
  public Map<String, Long> counters() {
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put(PREFIX + "upload_requests", requests);
    counters.put(PREFIX + "upload_already_present", alreadyPresent);
    counters.put(PREFIX + "upload_need_upload", needUpload);
    counters.put(PREFIX + "resumes", resumes);
    counters.put(PREFIX + "fetched_bytes", fetchedBytes);
    counters.put(PREFIX + "encoded_bytes", encodedBytes);
    return counters;
  }

  /** All of it, by the names that programs know. */
  public Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    all.put(PREFIX + "active_uploads", (long) active);
    add("incoming", incoming, all);
    add("encoding", encoding, all);
    all.putAll(counters());
    return all;
  }

  private static void add(String kind, Files files, Map<String, Long> all) {
    all.put(PREFIX + kind + "_count", (long) files.count());
    all.put(PREFIX + kind + "_size", files.bytes());
    all.put(PREFIX + kind + "_size_old", files.oldBytes());
  }

  /** Adds it to the numbers of the node. */
  public void report(StatisticsReport report) {
    counters().forEach(report::counter);
    all().forEach(report::stat);
  }
}
