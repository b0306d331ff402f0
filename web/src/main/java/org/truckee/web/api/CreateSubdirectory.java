package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.Grid;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.Overwrite;

/**
 * {@code POST t=mkdir} and its kind on a directory: one more in it, by the name that is given.
 * Without a name the directory that the path names has been made on the way to it ({@code spec/08
 * §12.3}).
 */
final class CreateSubdirectory implements Operation<Reached<Directory>> {
  private final NewDirectories directories;

  CreateSubdirectory(Grid grid) {
    this.directories = new NewDirectories(grid);
  }

  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String t = request.arguments().operation();
    String name = request.arguments().name("name").orElse("");
    if (name.isEmpty()) {
      Redirects.done(request, TellCap.text(directory.node()));
      return;
    }
    Overwrite overwrite = t.equals("mkdir") ? request.arguments().replaceAll() : Overwrite.NEVER;
    NewDirectory wanted = directories.ofBody(request, t);
    request.finishWithoutClient();
    Directory made = directory.node().createSubdirectory(name, wanted, Optional.empty(), overwrite);
    Redirects.done(request, TellCap.text(made));
  }
}
