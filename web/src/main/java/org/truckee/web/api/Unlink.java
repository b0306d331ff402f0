package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;

/** {@code DELETE}, and {@code t=unlink} of a form: a name is free again ({@code §9.9, §12.3}). */
final class Unlink implements Operation<Reached<?>> {
  @Override
  public void perform(Reached<?> reached, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Vacancy place = reached.requirePlace(request);
    request.finishWithoutClient();
    String cap = place.clear().map(TellCap::text).orElse("");
    request.respond(200, Html.PAGE_TYPE, cap);
  }

  /** The child with the name that the form has. */
  static void named(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String name = request.arguments().name("name").orElse("");
    request.finishWithoutClient();
    directory.node().delete(name, DeleteOptions.DEFAULT);
    Redirects.done(request, "thing unlinked");
  }
}
