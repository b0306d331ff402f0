package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
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
  static boolean notModified(ImmutableFileNode file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String operation = request.arguments().operation();
    Optional<String> tag = file.storageIndex().map(index -> index + "-" + operation);
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
}
