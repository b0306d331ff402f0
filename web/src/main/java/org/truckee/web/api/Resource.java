package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.GridException;

/** Something that a path names and that answers requests. */
interface Resource {
  /** Answers one request, on the thread that received it. */
  void answer(Exchange exchange)
      throws IOException, WebException, GridException, InterruptedException;
}
