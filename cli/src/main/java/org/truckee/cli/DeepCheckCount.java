package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;

/** Counts what a check of a tree finds, and prints what is to be said of each thing. */
final class DeepCheckCount {
  private static final int SOME = 100;

  private final boolean repair;
  private final boolean verbose;
  private final Session session;
  private long checked;
  private long healthy;
  private long healthyNow;
  private long attempted;
  private long successful;

  /**
   * Nothing yet.
   *
   * @param repair whether things are repaired, too
   * @param verbose whether a line is printed for each
   */
  DeepCheckCount(boolean repair, boolean verbose, Session session) {
    this.repair = repair;
    this.verbose = verbose;
    this.session = session;
  }

  /** One more. */
  void add(JsonNode line) throws CommandException {
    checked++;
    if (repair) {
      addRepaired(line);
    } else {
      JsonNode check = line.path("check-results");
      boolean good = isHealthy(check);
      healthy += good ? 1 : 0;
      say(line, check.path("summary").asText("Healthy (LIT)"));
      sayCorrupt(check);
    }
    if (checked % SOME == 0) {
      session.print("%d objects checked..".formatted(checked));
    }
  }

  private void addRepaired(JsonNode line) throws CommandException {
    JsonNode results = line.path("check-and-repair-results");
    JsonNode before = results.path("pre-repair-results");
    // What has no shares has no results, and nothing can be wrong with it.
    boolean good = before.isMissingNode() || isHealthy(before);
    boolean now = before.isMissingNode() || isHealthy(results.path("post-repair-results"));
    healthy += good ? 1 : 0;
    healthyNow += now ? 1 : 0;
    say(line, good ? "healthy" : "not healthy");
    sayCorrupt(before);
    if (results.path("repair-attempted").asBoolean()) {
      boolean repaired = results.path("repair-successful").asBoolean();
      attempted++;
      successful += repaired ? 1 : 0;
      if (verbose) {
        session.print(repaired ? " repair successful" : " repair failed");
      }
    }
  }

  private static boolean isHealthy(JsonNode check) {
    return check.path("results").path("healthy").asBoolean();
  }

  private void say(JsonNode line, String summary) throws CommandException {
    if (verbose) {
      String path = ManifestCommand.path(line);
      session.print(
          "'%s': %s".formatted(path.isEmpty() ? "<root>" : Quoting.visible(path), summary));
    }
  }

  private void sayCorrupt(JsonNode check) throws CommandException {
    for (JsonNode share : check.path("results").path("list-corrupt-shares")) {
      session.print(
          " corrupt: server %s, SI %s, shnum %s"
              .formatted(share.path(0).asText(), share.path(1).asText(), share.path(2).asText()));
    }
  }

  /** Prints what was counted. */
  void done() throws CommandException {
    if (!repair) {
      session.print(
          "done: %d objects checked, %d healthy, %d unhealthy"
              .formatted(checked, healthy, checked - healthy));
      return;
    }
    session.print(
        """
        done: %d objects checked
         pre-repair: %d healthy, %d unhealthy
         %d repairs attempted, %d successful, %d failed
         post-repair: %d healthy, %d unhealthy\
        """
            .formatted(
                checked,
                healthy,
                checked - healthy,
                attempted,
                successful,
                attempted - successful,
                healthyNow,
                checked - healthyNow));
  }
}
