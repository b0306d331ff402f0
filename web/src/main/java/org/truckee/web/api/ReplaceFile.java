package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.KnownNode;
import org.truckee.grid.Overwrite;

/**
 * {@code PUT} on an immutable file: its name goes to a new one. Where it stands alone nothing can
 * be replaced ({@code spec/08 §9.6}).
 */
final class ReplaceFile implements Operation<Reached<? extends KnownNode>> {
  private final PutChild putChild;

  ReplaceFile(NewFiles files) {
    this.putChild = new PutChild(files);
  }

  @Override
  public void perform(Reached<? extends KnownNode> file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    Overwrite overwrite = requireReplace(request);
    if (request.arguments().text("offset").isPresent()) {
      throw WebException.text(400, "PUT to a file: append operation invoked on an immutable cap");
    }
    putChild.put(file.requirePlace(request), overwrite, 200, request);
  }

  /** What may be replaced; fails if that is nothing, because something is there. */
  static Overwrite requireReplace(WebRequest request) throws WebException {
    Overwrite overwrite = request.arguments().replace();
    if (overwrite == Overwrite.NEVER) {
      throw WebException.text(409, GridFailure.CHILD_EXISTS);
    }
    return overwrite;
  }
}
