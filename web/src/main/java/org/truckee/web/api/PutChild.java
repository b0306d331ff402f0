package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Overwrite;

/** {@code PUT} on a free name: the body becomes a file with it ({@code spec/08 §10.1}). */
final class PutChild implements Operation<Vacancy> {
  private final NewFiles files;

  PutChild(NewFiles files) {
    this.files = files;
  }

  @Override
  public void perform(Vacancy place, WebRequest request)
      throws IOException, WebException, InterruptedException {
    put(place, request.arguments().replace(), 201, request);
  }

  void put(Vacancy place, Overwrite overwrite, int status, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (request.header("Content-Range").isPresent()) {
      throw WebException.text(501, "Content-Range in PUT not yet supported");
    }
    FilesystemNode file = files.ofBody(request);
    request.finishWithoutClient();
    // Another request may have taken the name meanwhile.
    place.fill(file, overwrite);
    request.respond(status, Html.PAGE_TYPE, TellCap.text(file));
  }
}
