package org.truckee.grid.directory;

import java.util.Optional;
import org.truckee.grid.JsonValue;
import org.truckee.grid.Metadata;

/**
 * How the metadata of a link follows from what was there and what is given ({@code spec/03 §5.1}).
 */
final class LinkMetadata {
  private static final String GRID = "tahoe";
  private static final String CREATED = "linkcrtime";
  private static final String MODIFIED = "linkmotime";
  private static final String OLD_CREATED = "ctime";

  private LinkMetadata() {}

  /**
   * The metadata of a link that is set now.
   *
   * @param old of the link of that name, if there is one
   * @param given by the caller; empty to keep what was there, an empty object to forget it
   * @param now in seconds since 1970
   */
  static Metadata update(Optional<Metadata> old, Optional<Metadata> given, double now) {
    JsonValue.Members before = old.orElse(Metadata.EMPTY).members();
    JsonValue created =
        before
            .get(OLD_CREATED)
            .filter(value -> value != JsonValue.Null.NULL)
            .orElse(new JsonValue.Real(now));
    JsonValue.Members after =
        given.map(metadata -> replaced(before, metadata.members())).orElse(before);
    JsonValue.Members grid = grid(after);
    if (grid.get(CREATED).isEmpty()) {
      grid = grid.with(CREATED, created);
    }
    return new Metadata(after.with(GRID, grid.with(MODIFIED, new JsonValue.Real(now))));
  }

  private static JsonValue.Members replaced(JsonValue.Members before, JsonValue.Members given) {
    JsonValue.Members free = given.without(GRID);
    return before.get(GRID).map(grid -> free.with(GRID, grid)).orElse(free);
  }

  private static JsonValue.Members grid(JsonValue.Members members) {
    return members.get(GRID).orElse(null) instanceof JsonValue.Members grid
        ? grid
        : JsonValue.Members.NONE;
  }
}
