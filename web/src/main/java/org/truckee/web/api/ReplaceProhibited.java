package org.truckee.web.api;

import java.io.IOException;
import org.truckee.grid.ProhibitedNode;

/**
 * {@code PUT} on what the operator has prohibited: its contents cannot be changed, but a link to an
 * immutable one can go to something else ({@code spec/08 §6.5}).
 */
final class ReplaceProhibited implements Operation<Reached<ProhibitedNode>> {
  private final ReplaceFile replace;

  ReplaceProhibited(NewFiles files) {
    this.replace = new ReplaceFile(files);
  }

  @Override
  public void perform(Reached<ProhibitedNode> reached, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (reached.node().isMutable()) {
      throw reached.node().problem();
    }
    replace.perform(reached, request);
  }
}
