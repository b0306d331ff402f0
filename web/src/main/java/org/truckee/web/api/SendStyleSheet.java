package org.truckee.web.api;

import java.io.IOException;
import java.io.InputStream;

/** The style of all pages. */
final class SendStyleSheet implements Operation<Kind.Site> {
  @Override
  public void perform(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    try (InputStream sheet = SendStyleSheet.class.getResourceAsStream("truckee.css")) {
      request.setHeader("Cache-Control", "max-age=3600");
      request.respond(200, "text/css", sheet.readAllBytes());
    }
  }
}
