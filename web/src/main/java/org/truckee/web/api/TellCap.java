package org.truckee.web.api;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.truckee.capability.Capability;
import org.truckee.grid.FilesystemNode;

/** Answers with a cap of a node, as plain text ({@code spec/08 §5.1, §9.1}). */
final class TellCap implements Operation<Reached<?>> {
  private final Function<FilesystemNode, Optional<Capability>> which;

  private TellCap(Function<FilesystemNode, Optional<Capability>> which) {
    this.which = which;
  }

  /** The one that grants the most of those that the holder has: {@code t=uri}. */
  static TellCap best() {
    return new TellCap(FilesystemNode::bestCap);
  }

  /** The one that grants reading only: {@code t=readonly-uri}. */
  static TellCap readOnly() {
    return new TellCap(FilesystemNode::readCap);
  }

  /** A cap as the body of an answer; empty if there is none. */
  static String text(FilesystemNode node) {
    return node.bestCap().map(Capability::text).orElse("");
  }

  @Override
  public void perform(Reached<?> reached, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (!Tags.notModified(reached.node(), request)) {
      request.respond(
          200, "text/plain", which.apply(reached.node()).map(Capability::text).orElse(""));
    }
  }
}
