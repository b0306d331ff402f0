package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.Directory;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.RenameView;

/** {@code t=rename-form}: asks for another name of a child ({@code spec/08 §20.3}). */
final class RenameForm implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String name = request.arguments().name("name").orElse("");
    String root = Html.root(request.path());
    String cap = PercentEncoding.encode(TellCap.text(directory.node()));
    String place = "%suri/%s/".formatted(root, cap);
    request.respond(
        200,
        Html.PAGE_TYPE,
        Pages.rename(Frames.of("Rename", request), new RenameView(place, name)));
  }
}
