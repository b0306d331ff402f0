package org.truckee.grid;

import java.io.IOException;
import org.truckee.capability.MutableWriteCap;

/** The contents of a new mutable file, which may depend on its keys. */
@FunctionalInterface
public interface InitialContents {
  /** No contents. */
  InitialContents EMPTY = of(Source.of(new byte[0]));

  /** The contents of the file that {@code cap} will name. Called once. */
  Source contents(MutableWriteCap cap) throws IOException;

  /** Contents that do not depend on the keys. */
  static InitialContents of(Source contents) {
    return unused -> contents;
  }
}
