package org.truckee.web.pages;

import java.util.List;

/**
 * How something is that is stored in shares.
 *
 * @param state how good
 * @param title the same in a word or two
 * @param sentence how many shares there are
 * @param summary one line, as programs know it
 * @param advice what follows, and what to do
 * @param index where the shares are
 * @param facts in numbers
 * @param picture who has what
 * @param versions of a mutable file, the newest first; empty for others
 * @param holders who has what, as text
 * @param notes what is wrong in detail
 */
public record ShareHealth(
    GridHealth.State state,
    String title,
    String sentence,
    String summary,
    String advice,
    String index,
    List<Fact> facts,
    SharePicture picture,
    List<Version> versions,
    List<Holder> holders,
    List<Notes> notes) {
  /**
   * A version of a mutable file.
   *
   * @param name number and the beginning of its root hash
   * @param newest whether it is the one that is read
   * @param readable whether enough shares of it were found
   * @param shares how many different ones were found
   * @param servers how many servers have one
   */
  public record Version(String name, boolean newest, boolean readable, int shares, int servers) {}

  /**
   * A server.
   *
   * @param name what people call it
   * @param id its long name
   * @param shares what it has, in words
   */
  public record Holder(String name, String id, String shares) {}
}
