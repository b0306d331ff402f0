package org.truckee.web.pages;

/**
 * What is around every page.
 *
 * @param title plain text, without capabilities: browsers keep it
 * @param root how the page reaches the root of the site: empty or {@code ../}…
 * @param nonce by which the browser knows the scripts of this page from others
 * @param refresh after how many seconds the page is loaded again where no scripts run, because it
 *     shows something that goes on; 0 if it does not
 */
public record Frame(String title, String root, String nonce, int refresh) {
  /** The frame of a page that stays as it is. */
  public Frame(String title, String root, String nonce) {
    this(title, root, nonce, 0);
  }

  /** A link to the first page. */
  public String home() {
    return root.isEmpty() ? "./" : root;
  }
}
