package org.truckee.firstgen.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.truckee.http.Exchange;

/** A plain page in the making. Everything that is put into it is escaped. */
final class Html {
  private static final String STYLE =
      "body{font-family:sans-serif;max-width:50em;margin:2em auto;padding:0 1em}"
          + "form{margin:.7em 0}table{border-collapse:collapse}td{padding:.2em 1em .2em 0}"
          + "td form,td p{display:inline;margin:0}";

  private final StringBuilder page = new StringBuilder();

  Html(String title) {
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(escaped(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head>\n<body><h1>")
        .append(escaped(title))
        .append("</h1>\n");
  }

  /**
   * What a form asks for.
   *
   * @param name of the argument
   * @param label what people read; nothing is shown if it is empty
   * @param type of the input: text, file or hidden
   * @param value what is there already
   */
  record Field(String name, String label, String type, String value) {
    static Field text(String name, String label) {
      return new Field(name, label, "text", "");
    }

    static Field file(String name, String label) {
      return new Field(name, label, "file", "");
    }

    static Field hidden(String name, String value) {
      return new Field(name, "", "hidden", value);
    }
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  Html line(String text) {
    page.append("<p>").append(escaped(text)).append("</p>\n");
    return this;
  }

  Html link(String target, String text) {
    page.append("<p><a href=\"")
        .append(escaped(target))
        .append("\">")
        .append(escaped(text))
        .append("</a></p>\n");
    return this;
  }

  Html beginTable() {
    page.append("<table>\n");
    return this;
  }

  Html beginRow() {
    page.append("<tr><td>");
    return this;
  }

  Html nextCell() {
    page.append("</td><td>");
    return this;
  }

  Html endRow() {
    page.append("</td></tr>\n");
    return this;
  }

  Html endTable() {
    page.append("</table>\n");
    return this;
  }

  /** A form that changes the directory whose page this is, and leads back to it. */
  Html change(String t, String button, Field... fields) {
    page.append("<form action=\".\" method=\"post\" enctype=\"multipart/form-data\">");
    field(Field.hidden("t", t));
    field(Field.hidden("when_done", "."));
    return endForm(button, fields);
  }

  /** A form that leads elsewhere. */
  Html question(String target, String button, Field... fields) {
    page.append("<form action=\"").append(escaped(target)).append("\" method=\"get\">");
    return endForm(button, fields);
  }

  private Html endForm(String button, Field... fields) {
    for (Field field : fields) {
      field(field);
    }
    page.append("<button>").append(escaped(button)).append("</button></form>\n");
    return this;
  }

  private void field(Field field) {
    String input =
        "<input type=\"%s\" name=\"%s\" value=\"%s\"%s>"
            .formatted(
                field.type,
                escaped(field.name),
                escaped(field.value),
                field.type.equals("hidden") ? "" : " required");
    page.append(
        field.label.isEmpty()
            ? input
            : "<label>%s %s</label> ".formatted(escaped(field.label), input));
  }

  void answer(Exchange exchange) throws IOException, InterruptedException {
    exchange.setContentType("text/html;charset=utf-8");
    // URIs are in the addresses of these pages.
    exchange.setHeader("Referrer-Policy", "no-referrer");
    exchange.respond(
        200, ByteBuffer.wrap((page + "</body></html>\n").getBytes(StandardCharsets.UTF_8)));
  }
}
