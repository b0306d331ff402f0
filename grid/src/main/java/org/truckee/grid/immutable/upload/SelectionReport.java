package org.truckee.grid.immutable.upload;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.truckee.crypto.Base32;
import org.truckee.grid.GridServer;
import org.truckee.grid.spread.Happiness;
import org.truckee.grid.spread.Holders;

/** How the requests for space fared, and what is said if too few shares could be placed. */
final class SelectionReport {
  private int good;
  private int full;
  private int failed;
  private String lastFailure = "";

  /** A request for space was answered. */
  void countAnswer(boolean progress) {
    if (progress) {
      good++;
    } else {
      full++;
    }
  }

  /** A request for space was not answered. */
  void countFailure() {
    failed++;
  }

  /** A server is left alone from now on. */
  void noteLoss(GridServer server, Exception problem) {
    lastFailure = "last failure (from %s) was: %s".formatted(server, problem.getMessage());
  }

  /** Why the upload cannot begin ({@code spec/01 §7.8}). */
  String unhappiness(UploadPlan plan, Holders holders) {
    int needed = plan.geometry().needed();
    int homeless = plan.total() - holders.shares().size();
    Happiness.Tried tried =
        new Happiness.Tried(
            plan.total() - homeless,
            plan.total(),
            homeless,
            new Happiness.Queries(good, full, failed));
    return "server selection failed for <Tahoe2ServerSelector for upload b'%s'>: %s (%s), merged=%s%s"
        .formatted(
            plan.index().abbreviated(),
            Happiness.shortfall(holders.servers(), needed, plan.happy(), holders.happiness()),
            tried.text(needed, plan.happy()),
            merged(holders),
            lastFailure.isEmpty() ? "" : " (" + lastFailure + ")");
  }

  private static String merged(Holders holders) {
    return holders.sharemap().entrySet().stream()
        .map(
            entry ->
                entry.getValue().stream()
                    .map(SelectionReport::abbreviated)
                    .collect(Collectors.joining("+", "sh" + entry.getKey() + ": ", "")))
        .collect(Collectors.joining(", "));
  }

  /** The first characters of the base32 of the whole name, as these messages show it. */
  private static String abbreviated(GridServer server) {
    byte[] name = server.id().longName().getBytes(StandardCharsets.UTF_8);
    String text = Base32.encode(name);
    return text.substring(0, Math.min(8, text.length()));
  }
}
