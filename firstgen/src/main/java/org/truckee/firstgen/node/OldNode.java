package org.truckee.firstgen.node;

import java.io.IOException;

/** A node of 2007 that runs out of its base directory. */
public sealed interface OldNode extends AutoCloseable permits OldClientNode, OldIntroducerNode {
  /** Its base directory. */
  OldBase base();

  /** Waits until it is stopped, by whomever. */
  void awaitStop() throws InterruptedException;

  /** Stops it; its base directory can be used by another one afterwards. */
  @Override
  void close();

  /**
   * Starts whatever the base directory is of.
   *
   * @throws IOException if it is no base directory, or something in it cannot be used
   */
  static OldNode start(OldBase base, OldNodeOptions options) throws IOException {
    return switch (base.kind()) {
      case CLIENT -> OldClientNode.start(base, options);
      case INTRODUCER -> OldIntroducerNode.start(base, options);
    };
  }
}
