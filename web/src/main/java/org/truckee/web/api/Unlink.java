package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.DeleteOptions;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ProhibitedNode;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.UnlinkedView;

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
    boolean offersUndo = request.arguments().flag("undo");
    request.finishWithoutClient();
    Optional<FilesystemNode> gone = directory.node().delete(name, DeleteOptions.DEFAULT);
    if (offersUndo) {
      offerUndo(name, gone, request);
    } else {
      Redirects.done(request, "thing unlinked");
    }
  }

  /** A page by which the link is set again. Nothing of it is kept here. */
  private static void offerUndo(String name, Optional<FilesystemNode> gone, WebRequest request)
      throws IOException, InterruptedException {
    String cap =
        gone.filter(node -> !(node instanceof ProhibitedNode))
            .map(node -> DeepJson.text(node.bestCap()))
            .orElse("");
    request.respond(
        200,
        Html.PAGE_TYPE,
        Pages.unlinked(
            Frames.of("Unlinked", request),
            new UnlinkedView(name, DirectoryPage.here(request.path()), cap)));
  }
}
