package org.truckee.grid.servers;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.truckee.grid.GridServer;

/**
 * When whoever wants to hear of every server goes on without those that are late: when nobody else
 * is left to answer, and at no time more of them were late than had answered. If it was most of
 * them, this side or the way to them is slow, and the ones that answer first say nothing against
 * the others. Used by one thread.
 */
public final class Stragglers {
  private final Set<GridServer> heard = new HashSet<>();
  private boolean mostWereLate;

  /** A server has answered, or failed. */
  public void heardOf(GridServer server) {
    heard.add(server);
  }

  /** Whether the answers that are still to come are not waited for. */
  public boolean onlyTheyAreLeft(Questions<?, ?> questions) {
    if (questions.onTime().findAny().isPresent()) {
      return false;
    }
    mostWereLate |= !mostAnswer(questions);
    return !mostWereLate;
  }

  /** Whether no more servers are late now than others have answered. */
  public boolean mostAnswer(Questions<?, ?> questions) {
    Set<GridServer> late =
        questions.open().filter(Question::isLate).map(Question::server).collect(Collectors.toSet());
    return late.size() <= heard.stream().filter(server -> !late.contains(server)).count();
  }
}
