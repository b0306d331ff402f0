package org.truckee.web.api;

import java.util.Optional;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Link;

/**
 * A node, and how the path of a request came to it.
 *
 * @param node what operations are done to
 * @param place where it is linked; empty if the path is its capability alone
 */
record Reached<N extends FilesystemNode>(N node, Optional<Place> place) {
  /** A place in a directory that has a link. */
  record Place(Vacancy at, Link link) {}

  /** The place of its link, which an operation needs that changes the link. */
  Vacancy requirePlace(WebRequest request) throws WebException {
    return place
        .map(Place::at)
        .orElseThrow(
            () ->
                WebException.text(
                    400,
                    "%s on a capability alone changes nothing: name a directory and a child of it"
                        .formatted(request.method())));
  }
}
