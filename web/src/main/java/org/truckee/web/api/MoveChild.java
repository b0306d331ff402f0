package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.NotADirectoryException;
import org.truckee.grid.Overwrite;

/**
 * {@code POST t=rename} and {@code t=relink}: a link gets another name, there or in another
 * directory ({@code spec/08 §12.5}).
 */
final class MoveChild implements Operation<Reached<Directory>> {
  private static final String NO_DIRECTORY = "to_dir is not a directory";

  private final Grid grid;

  MoveChild(Grid grid) {
    this.grid = grid;
  }

  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Optional<String> toDirectory = request.arguments().name("to_dir");
    Optional<String> toName = request.arguments().name("to_name");
    if (request.arguments().operation().equals("rename")) {
      requireRename(toDirectory, toName);
    }
    Overwrite overwrite = request.arguments().replace();
    String from =
        request
            .arguments()
            .name("from_name")
            .orElseThrow(() -> WebException.text(400, "from_name= is required"))
            .strip();
    String to = toName.orElse(from).strip();
    UploadToDirectory.withoutSlash(from, "from_name");
    UploadToDirectory.withoutSlash(to, "to_name");
    Directory target =
        toDirectory.isPresent() ? target(toDirectory.get().strip()) : directory.node();
    request.finishWithoutClient();
    directory.node().move(from, target, to, overwrite);
    Redirects.done(request, "thing moved");
  }

  private static void requireRename(Optional<String> toDirectory, Optional<String> toName)
      throws WebException {
    if (toDirectory.isPresent()) {
      throw WebException.text(400, "to_dir= is not valid for rename");
    }
    if (toName.isEmpty()) {
      throw WebException.text(400, "to_name= is required for rename");
    }
  }

  /** A directory by its cap, or by a path below one. */
  private Directory target(String path) throws IOException, WebException, InterruptedException {
    List<String> pieces = List.of(path.split("/", -1));
    FilesystemNode start = grid.node(Capability.parse(pieces.getFirst()));
    if (!(start instanceof Directory)) {
      throw WebException.text(400, NO_DIRECTORY);
    }
    try {
      FilesystemNode end =
          grid.node(Capability.parse(pieces.getFirst()), pieces.subList(1, pieces.size()));
      if (end instanceof Directory target) {
        return target;
      }
    } catch (NotADirectoryException e) {
      throw WebException.text(400, NO_DIRECTORY);
    }
    throw WebException.text(400, NO_DIRECTORY);
  }
}
