package org.truckee.web.pages;

/**
 * What is around every page.
 *
 * @param title plain text, without capabilities: browsers keep it
 * @param root how the page reaches the root of the site: empty or {@code ../}…
 * @param nonce by which the browser knows the scripts of this page from others
 */
public record Frame(String title, String root, String nonce) {
  /** A link to the first page. */
  public String home() {
    return root.isEmpty() ? "./" : root;
  }
}
