package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.Directory;
import org.truckee.grid.Overwrite;

/** {@code POST t=uri} on a directory: a cap gets a name in it ({@code spec/08 §12.3}). */
final class LinkCap implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String cap =
        request
            .arguments()
            .text("uri")
            .filter(value -> !value.isEmpty())
            .orElseThrow(() -> WebException.text(400, "set-uri requires a uri"));
    String name =
        request
            .arguments()
            .name("name")
            .filter(value -> !value.isEmpty())
            .orElseThrow(() -> WebException.text(400, "set-uri requires a name"));
    Overwrite overwrite = request.arguments().replace();
    request.finishWithoutClient();
    new Vacancy(directory.node(), name).fill(cap, overwrite);
    Redirects.done(request, cap);
  }
}
