package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.Grid;
import org.truckee.grid.UploadOptions;

/** {@code PUT /uri}: the body becomes a file ({@code spec/08 §7.2}). */
final class UploadBody implements Operation<Kind.Site> {
  private final Grid grid;

  UploadBody(Grid grid) {
    this.grid = grid;
  }

  @Override
  public void perform(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    requireImmutable(request);
    String cap = grid.upload(request.body(), UploadOptions.DEFAULT).cap().text();
    request.respond(200, Html.PAGE_TYPE, cap);
  }

  static void requireImmutable(WebRequest request) throws WebException {
    if (!request.arguments().fileFormat().equals("CHK")) {
      throw NotYet.refusal("mutable files");
    }
  }
}
