package org.truckee.web.api;

/** The frame of every page. */
final class Html {
  /** The type of pages that answer what was asked ({@code spec/08 §5.4}). */
  static final String PAGE_TYPE = "text/html";

  /** The type of error pages and redirects ({@code spec/08 §5.3, §6.2}). */
  static final String CONTENT_TYPE = "text/html; charset=utf-8";

  private Html() {}

  /**
   * A whole page.
   *
   * @param title plain text
   * @param root how the page reaches the root of the site: empty or {@code ../}…
   * @param body HTML, with everything in it escaped that has to be
   */
  static String page(String title, String root, String body) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <link rel="stylesheet" href="%struckee.css">
    </head>
    <body>
    <main>
    %s
    </main>
    </body>
    </html>
    """
        .formatted(Escapes.html(title), root, body);
  }

  /** The path from a page at {@code path} to the first page, for a link. */
  static String home(UrlPath path) {
    String root = root(path);
    return root.isEmpty() ? "./" : root;
  }

  /** The path from a page at {@code path} back to the root of the site. */
  static String root(UrlPath path) {
    return "../".repeat(path.depth());
  }
}
