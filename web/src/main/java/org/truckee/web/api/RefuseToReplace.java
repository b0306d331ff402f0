package org.truckee.web.api;

import org.truckee.grid.ImmutableFileNode;

/** {@code PUT} on an immutable file, which cannot be replaced where it stands alone. */
final class RefuseToReplace implements Operation<ImmutableFileNode> {
  @Override
  public void perform(ImmutableFileNode file, WebRequest request) throws WebException {
    if (request.arguments().text("replace").filter("false"::equalsIgnoreCase).isPresent()) {
      throw WebException.text(
          409, "There was already a child by that name, and you asked me to not replace it.");
    }
    if (request.arguments().text("offset").isPresent()) {
      throw WebException.text(400, "PUT to a file: append operation invoked on an immutable cap");
    }
    throw WebException.text(400, "PUT to a file: an immutable file cannot be replaced");
  }
}
