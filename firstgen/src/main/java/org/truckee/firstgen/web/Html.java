package org.truckee.firstgen.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.truckee.http.Exchange;

/** A plain page in the making. Everything that is put into it is escaped. */
final class Html {
  private final StringBuilder page = new StringBuilder();

  Html(String title) {
    page.append("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>")
        .append(escaped(title))
        .append("</title></head>\n<body><h1>")
        .append(escaped(title))
        .append("</h1>\n");
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

  /** A form that is sent to the page itself. */
  Html form(String t, String... fields) {
    page.append("<form action=\".\" method=\"post\" enctype=\"multipart/form-data\">");
    page.append("<input type=\"hidden\" name=\"t\" value=\"").append(t).append("\">");
    for (String field : fields) {
      String type = field.equals("file") ? "file" : "text";
      page.append("%s <input type=\"%s\" name=\"%s\"> ".formatted(field, type, field));
    }
    page.append("<input type=\"submit\" value=\"").append(t).append("\"></form>\n");
    return this;
  }

  void answer(Exchange exchange) throws IOException, InterruptedException {
    exchange.setContentType("text/html;charset=utf-8");
    // URIs are in the addresses of these pages.
    exchange.setHeader("Referrer-Policy", "no-referrer");
    exchange.respond(
        200, ByteBuffer.wrap((page + "</body></html>\n").getBytes(StandardCharsets.UTF_8)));
  }
}
