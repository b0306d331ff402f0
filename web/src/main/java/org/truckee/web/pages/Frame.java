package org.truckee.web.pages;

import java.util.List;

/**
 * What is around every page.
 *
 * @param title plain text, without capabilities: browsers keep it
 * @param root how the page reaches the root of the site: empty or {@code ../}…
 * @param nonce by which the browser knows the scripts of this page from others
 * @param refresh after how many seconds the page is loaded again where no scripts run, because it
 *     shows something that goes on; 0 if it does not
 * @param places where else to go on this site
 */
public record Frame(String title, String root, String nonce, int refresh, List<Place> places) {
  private static final List<Place> OF_CLIENT =
      List.of(new Place("Operations", "status"), new Place("Statistics", "statistics"));

  /**
   * A page that others are reached from.
   *
   * @param address from the root of the site
   */
  public record Place(String name, String address) {}

  /** For a page of a node that uses a grid. */
  public Frame(String title, String root, String nonce, int refresh) {
    this(title, root, nonce, refresh, OF_CLIENT);
  }

  /** The same, for a page that stays as it is. */
  public Frame(String title, String root, String nonce) {
    this(title, root, nonce, 0);
  }

  /** For a page of a node that does one thing only. */
  public static Frame alone(String title, String nonce) {
    return new Frame(title, "", nonce, 0, List.of());
  }

  /** A link to the first page. */
  public String home() {
    return root.isEmpty() ? "./" : root;
  }
}
