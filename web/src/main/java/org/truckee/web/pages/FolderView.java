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
 * @param listing its entries
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
    Listing listing,
    List<Share> sharing,
    String failure,
    String results) {
  private static final int LARGE = 500;

  /** A directory above this one. */
  public record Crumb(String name, String address) {}

  /**
   * The entries that are shown, which need not be all.
   *
   * @param all how many there are in the directory
   * @param found how many of them were looked for
   * @param first the number, from 1, of the first that is shown, among those
   * @param shown how many are shown
   * @param whole whether that is all there is
   * @param find what was looked for in their names, if anything was
   * @param columns what they can be ordered by
   * @param turns where the others are
   * @param children those that are shown; made when they are asked for
   */
  public record Listing(
      int all,
      int found,
      int first,
      int shown,
      boolean whole,
      Optional<String> find,
      List<Column> columns,
      List<Turn> turns,
      Iterable<Child> children) {
    /** Whether they are so many that browsers should not lay out what nobody sees. */
    public boolean isLarge() {
      return shown > LARGE;
    }

    /** How many entries there are, in words. */
    public String number() {
      String most = found > shown ? " Shown are %d to %d.".formatted(first, first + shown - 1) : "";
      return (found == all ? entries(all) : "%d of %d entries.".formatted(found, all)) + most;
    }

    private static String entries(int number) {
      return switch (number) {
        case 0 -> "This directory is empty.";
        case 1 -> "One entry.";
        default -> "%d entries.".formatted(number);
      };
    }
  }

  /**
   * Something that entries can be ordered by.
   *
   * @param address the page in that order
   * @param order as {@code aria-sort} has it
   */
  public record Column(String name, String address, String order) {}

  /** Another part of the entries. */
  public record Turn(String name, String address) {}

  /**
   * One entry.
   *
   * @param name as it is stored
   * @param type as programs know it from such pages, such as {@code DIR-RO}
   * @param kind the same for people
   * @param icon what it looks like: {@code directory}, {@code file} or {@code other}
   * @param address where it is read; empty if nowhere
   * @param info where more is told of it; empty if nowhere
   * @param size bytes, if they are known
   * @param sizeInWords the same for people
   * @param when it was last linked, for people; empty if that is not known
   * @param times all that is known of that
   * @param changed seconds since the epoch, to sort by; 0 if not known
   * @param cap by which it is put back when its removal is undone; empty if it cannot be
   * @param remark why it is not to be had; empty if it is
   */
  public record Child(
      String name,
      String type,
      String kind,
      String icon,
      String address,
      String info,
      Optional<Long> size,
      String sizeInWords,
      String when,
      String times,
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

  /** Whether entries can be chosen and looked for: pages without it have no forms. */
  public boolean hasTools() {
    return writeable || listing.find().isPresent();
  }
}
