package org.truckee.web.api;

import java.io.IOException;
import org.truckee.capability.Capability;
import org.truckee.capability.UnknownCapability;
import org.truckee.http.PercentEncoding;

/** {@code GET /uri?uri=CAP}: what a form for caps leads to ({@code spec/08 §7}). */
final class RedirectToCap implements Operation<Kind.Site> {
  @Override
  public void perform(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String cap =
        request
            .arguments()
            .text("uri")
            .orElseThrow(() -> WebException.text(400, "GET /uri requires uri="))
            .strip();
    if (Capability.parse(cap) instanceof UnknownCapability) {
      throw WebException.text(400, "Invalid capability");
    }
    Redirects.found(
        request,
        "/%s/%s%s"
            .formatted(
                request.path().first(),
                PercentEncoding.encode(cap),
                request.arguments().queryWithout("uri")));
  }
}
