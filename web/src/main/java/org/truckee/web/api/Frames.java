package org.truckee.web.api;

import org.truckee.web.pages.Frame;

/** The frames of pages with scripts. */
final class Frames {
  private Frames() {}

  /**
   * The frame of a page that stays as it is. Says in the answer which scripts the page has.
   *
   * @param title plain text, without capabilities
   */
  static Frame of(String title, WebRequest request) {
    return of(title, request, 0);
  }

  /**
   * The frame of a page that shows something that goes on.
   *
   * @param refresh after how many seconds it is loaded again where no scripts run
   */
  static Frame of(String title, WebRequest request, int refresh) {
    return new Frame(title, Html.root(request.path()), SafeHeaders.ofPage(request.http()), refresh);
  }
}
