package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.Directory;
import org.truckee.grid.Overwrite;

/** {@code POST t=set_children}: many links in one change ({@code spec/08 §12.3}). */
final class SetChildren implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Overwrite overwrite = request.arguments().replace();
    ChildrenJson children = ChildrenJson.readGiven(request);
    request.finishWithoutClient();
    directory.node().setAll(children.linksFor(directory.node()), overwrite);
    Redirects.done(request, "Okay so I did it.");
  }
}
