package org.truckee.grid.immutable.upload;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.truckee.crypto.Base32;
import org.truckee.grid.GridServer;
import org.truckee.grid.spread.Happiness;
import org.truckee.grid.spread.Holders;
import org.truckee.grid.spread.Holding;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;

/** How the requests for space fared, and what is said if too few shares could be placed. */
final class SelectionReport {
  /** So many damaged shares are named. */
  private static final int MOST_DAMAGED = 10;

  private int good;
  private int full;
  private int failed;
  private String lastFailure = "";
  private final Map<Refusal, Set<Holding>> refusals = new EnumMap<>(Refusal.class);
  private final List<String> damaged = new ArrayList<>();

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

  /** A server does not take a share. */
  void countRefusal(GridServer server, ShareNumber share, Refusal reason) {
    refusals.computeIfAbsent(reason, unused -> new HashSet<>()).add(new Holding(server, share));
  }

  /** A share that a server has turned out to be worthless. */
  void noteDamage(Holding holding, String problem) {
    if (damaged.size() < MOST_DAMAGED) {
      damaged.add("sh%s on %s: %s".formatted(holding.share(), holding.server(), problem));
    }
  }

  /** A server is left alone from now on. */
  void noteLoss(GridServer server, Exception problem) {
    lastFailure = "last failure (from %s) was: %s".formatted(server, problem.getMessage());
  }

  /**
   * Why the upload cannot begin ({@code spec/01 §7.8}).
   *
   * @param withoutRoom the largest share that each server takes that was not asked for that reason
   */
  String unhappiness(UploadPlan plan, Holders holders, Collection<Long> withoutRoom) {
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
            merged(holders) + refused() + leftOut(plan, withoutRoom) + found(),
            lastFailure.isEmpty() ? "" : " (" + lastFailure + ")");
  }

  private String refused() {
    return refusals.isEmpty()
        ? ""
        : refusals.entrySet().stream()
            .map(entry -> "%d %s".formatted(entry.getValue().size(), reason(entry.getKey())))
            .collect(Collectors.joining(", ", "; refused shares: ", ""));
  }

  private static String leftOut(UploadPlan plan, Collection<Long> withoutRoom) {
    return withoutRoom.isEmpty()
        ? ""
        : "; not asked: %d that have no room for a share of %d bytes (the most that one takes is %d)"
            .formatted(withoutRoom.size(), plan.shareLength(), Collections.max(withoutRoom));
  }

  private static String reason(Refusal refusal) {
    return switch (refusal) {
      case IN_PROGRESS -> "being uploaded by somebody else";
      case UNREADABLE -> "in whose place the server has something that it cannot read";
      case NO_ROOM -> "for want of room";
      case READ_ONLY -> "because the server is read-only";
      case UNKNOWN -> "without a reason (perhaps being uploaded by somebody else)";
    };
  }

  private String found() {
    return damaged.isEmpty() ? "" : "; damaged shares: " + String.join(", ", damaged);
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
