package org.truckee.web.pages;

import java.util.List;
import java.util.Optional;

/**
 * What the page of a directory shows.
 *
 * @param heading what it is called here
 * @param kind whether it can be changed, in words
 * @param crumbs the way from the first directory of the address to this one, itself excluded
 * @param here its address, from this page, with a slash at the end
 * @param writeable whether it can be changed
 * @param count how many entries it has
 * @param children those, sorted by name; made when they are asked for
 * @param sharing how others can be given it
 * @param failure why it cannot be read; empty if it can
 * @param results what an operation that led here has to say; may be empty
 */
public record FolderView(
    String heading,
    String kind,
    List<Crumb> crumbs,
    String here,
    boolean writeable,
    int count,
    Iterable<Child> children,
    List<Share> sharing,
    String failure,
    String results) {
  private static final int LARGE = 500;

  /** A directory above this one. */
  public record Crumb(String name, String address) {}

  /**
   * One entry.
   *
   * @param name as it is stored
   * @param type as programs know it from such pages, such as {@code DIR-RO}
   * @param icon what it looks like: {@code directory}, {@code file} or {@code other}
   * @param address where it is read; empty if nowhere
   * @param info where more is told of it; empty if nowhere
   * @param size bytes, if they are known
   * @param sizeInWords the same for people
   * @param times when it was linked, a line for each
   * @param changed seconds since the epoch, to sort by; 0 if not known
   * @param cap by which it is put back when its removal is undone; empty if it cannot be
   * @param remark why it is not to be had; empty if it is
   */
  public record Child(
      String name,
      String type,
      String icon,
      String address,
      String info,
      Optional<Long> size,
      String sizeInWords,
      List<String> times,
      long changed,
      String cap,
      String remark) {}

  /**
   * A capability that can be given away.
   *
   * @param title what it is
   * @param text what who has it can do
   * @param cap it
   * @param address the page that it leads to
   * @param picture where it is as a QR code; empty if it is too long for one
   * @param sheet where it is on a sheet of paper
   */
  public record Share(
      String title, String text, String cap, String address, String picture, String sheet) {}

  /** Whether it is so large that browsers should not lay out what nobody sees. */
  public boolean isLarge() {
    return count > LARGE;
  }

  /** How many entries there are, in words. */
  public String number() {
    return switch (count) {
      case 0 -> "This directory is empty.";
      case 1 -> "One entry.";
      default -> count + " entries.";
    };
  }
}
