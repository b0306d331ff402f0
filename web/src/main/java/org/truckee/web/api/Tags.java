package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.http.EntityTags;

/** Entity tags of answers that never change ({@code spec/08 §9.1}). */
final class Tags {
  private Tags() {}

  /**
   * Sets the tag of an answer, and ends the exchange if the client has that answer already.
   *
   * @return whether it has
   */
  static boolean notModified(FilesystemNode node, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String operation = request.arguments().operation();
    Optional<String> tag = base(node).map(index -> index + "-" + operation);
    if (tag.isEmpty()) {
      return false;
    }
    request.setHeader("ETag", tag.get());
    boolean known =
        request
            .header("If-None-Match")
            .filter(tags -> EntityTags.matches(tags, tag.get()))
            .isPresent();
    if (known) {
      request.respondEmpty(304);
    }
    return known;
  }

  /** What the tags of a node begin with; empty if it can change, or has no storage index. */
  private static Optional<String> base(FilesystemNode node) {
    return switch (node) {
      case ImmutableFileNode file -> file.storageIndex().map(Object::toString);
      case Directory directory when !directory.isMutable() ->
          directory.storageIndex().map(index -> "DIR:" + index);
      case FilesystemNode _ -> Optional.empty();
    };
  }
}
