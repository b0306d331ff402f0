package org.truckee.wire.http;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;

/** Status, headers and, if it was collected, the body of a server's answer. */
record Answer(int status, HttpFields headers, byte[] body) {
  private static final int SHOWN = 200;

  /** Whether the body is of this media type, whatever its parameters. */
  boolean hasType(String type) {
    return hasType(headers, type);
  }

  static boolean hasType(HttpFields headers, String type) {
    String value = headers.get("Content-Type");
    if (value == null) {
      return false;
    }
    int parameters = value.indexOf(';');
    return (parameters < 0 ? value : value.substring(0, parameters)).strip().equals(type);
  }

  /** The beginning of the body as a text for an error message, without control characters. */
  String shortText() {
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
