package org.truckee.web.pages;

import java.util.List;
import java.util.Optional;

/**
 * What the page of a storage server shows.
 *
 * @param nickname what the operator calls the node; may be empty
 * @param nodeId the identity of its Tub; may be empty
 * @param accepting whether it takes new shares
 * @param disk the room that there is, a line for each kind
 * @param bar the same drawn, from left to right; empty if nothing is known
 * @param buckets how many files and directories it holds shares of, in words
 * @param counting how far the counter of buckets is
 * @param rules what happens to leases that end, a line for each rule
 * @param checking how far the lease checker is
 * @param cycles what its walks have found, the one under way first
 */
public record StorageView(
    String nickname,
    String nodeId,
    boolean accepting,
    List<Amount> disk,
    List<Part> bar,
    String buckets,
    Crawl counting,
    List<String> rules,
    Crawl checking,
    List<Cycle> cycles) {
  /**
   * Some room.
   *
   * @param words abbreviated
   * @param exact in bytes
   */
  public record Amount(String name, String words, String exact) {}

  /**
   * A part of the whole disk.
   *
   * @param kind as style sheets call it
   * @param begin where it begins, in percent
   * @param width in percent
   * @param title what it is
   */
  public record Part(String kind, String begin, String width, String title) {}

  /**
   * A crawler.
   *
   * @param text how far it is, in words
   * @param percent the same, if it is at work
   */
  public record Crawl(String text, Optional<String> percent) {}

  /**
   * A walk over all shares.
   *
   * @param remark may be empty
   * @param found what it has found
   * @param corrupt shares that it could not read
   * @param corruptCount how many there are of them, also of those that are not shown
   */
  public record Cycle(
      String title, String remark, List<Found> found, List<String> corrupt, int corruptCount) {}

  /**
   * Shares of which one thing was found.
   *
   * @param what that is
   * @param shares how many
   * @param buckets how many files and directories
   * @param bucketsByKind of these, mutable and immutable ones
   * @param space what they take
   * @param spaceByKind the same of mutable and immutable ones
   */
  public record Found(
      String what,
      String shares,
      String buckets,
      String bucketsByKind,
      String space,
      String spaceByKind) {}
}
