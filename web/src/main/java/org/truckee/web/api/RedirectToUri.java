package org.truckee.web.api;

import java.io.IOException;

/** {@code /uri/}: redirects to {@code /uri} ({@code spec/08 §4}). */
final class RedirectToUri implements Operation<Kind.Site> {
  @Override
  public void perform(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    Redirects.found(request, "/" + request.path().first() + request.arguments().queryWithout(""));
  }
}
