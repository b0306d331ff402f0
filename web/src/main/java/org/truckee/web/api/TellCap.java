package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.ImmutableFileNode;

/** {@code t=uri} and {@code t=readonly-uri}: the read cap of a file ({@code spec/08 §9.1}). */
final class TellCap implements Operation<ImmutableFileNode> {
  @Override
  public void perform(ImmutableFileNode file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (!Tags.notModified(file, request)) {
      request.respond(200, "text/plain", file.cap().text());
    }
  }
}
