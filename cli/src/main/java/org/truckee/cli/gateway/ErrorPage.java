package org.truckee.cli.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page that reports an error says, without what surrounds that on every page ({@code spec/08
 * §6.2}).
 */
final class ErrorPage {
  private static final Pattern HEADING = element("h1");
  private static final Pattern PARAGRAPH = element("p");
  private static final Pattern ELSEWHERE =
      Pattern.compile("(?is)<(style|script|title|nav)\\b.*?</\\1\\s*>");

  /** A heading that says no more than the status does. */
  private static final String NO_HEADING = "Error";

  /** A paragraph that adds nothing to the heading. */
  private static final String NO_DETAILS = "no details";

  private ErrorPage() {}

  private static Pattern element(String name) {
    return Pattern.compile("(?is)<%s\\b[^>]*>(.*?)</%s\\s*>".formatted(name, name));
  }

  /**
   * The message in one line: the heading and the first paragraph below it, if they say anything.
   */
  static String message(String page) {
    Matcher heading = HEADING.matcher(page);
    if (!heading.find()) {
      return text(ELSEWHERE.matcher(page).replaceAll(""));
    }
    String title = text(heading.group(1));
    Matcher paragraph = PARAGRAPH.matcher(page);
    String details = paragraph.find(heading.end()) ? text(paragraph.group(1)) : NO_DETAILS;
    if (details.equals(NO_DETAILS)) {
      return title;
    }
    return title.equals(NO_HEADING) ? details : title + ": " + details;
  }

  private static String text(String markup) {
    return markup
        .replaceAll("<[^>]*>", " ")
        .replaceAll("\\s+", " ")
        .strip()
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replaceAll("&(#39|#x27|apos);", "'")
        .replace("&amp;", "&");
  }
}
