package org.truckee.web.api;

import java.io.IOException;

/** {@code PUT /uri}: the body becomes a file ({@code spec/08 §7.2}). */
final class UploadBody implements Operation<Kind.Site> {
  private final NewFiles files;

  UploadBody(NewFiles files) {
    this.files = files;
  }

  @Override
  public void perform(Kind.Site here, WebRequest request)
      throws IOException, WebException, InterruptedException {
    request.respond(200, Html.PAGE_TYPE, TellCap.text(files.ofBody(request)));
  }
}
