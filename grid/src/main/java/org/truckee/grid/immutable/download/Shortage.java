package org.truckee.grid.immutable.download;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.truckee.grid.GridException;
import org.truckee.grid.NoSharesException;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.transfer.Slice;

/** Puts into words that a file cannot be read for lack of shares ({@code spec/01 §8.9}). */
final class Shortage {
  /** How many servers are listed; a grid can have thousands. */
  private static final int LISTED = 40;

  private Shortage() {}

  /** The error, when nothing is left to be tried for a run of segments. */
  static GridException of(CrypttextFile file, SegmentRun run, List<Map<Integer, Slice>> blocks) {
    int needed = file.facts().cap().needed();
    Map<Integer, Slice> fewest =
        blocks.stream().min(Comparator.comparingInt(Map::size)).orElseThrow();
    int segment = run.first() + blocks.indexOf(fewest);
    String findings = findings(file);
    if (fewest.isEmpty()) {
      return new NoSharesException(
          "%s So there are no shares (need %d). Last failure: %s"
              .formatted(findings, needed, file.lastFailure()));
    }
    String complete =
        fewest.keySet().stream().map(number -> "sh" + number).collect(Collectors.joining(","));
    return new NotEnoughSharesException(
        findings
            + " So the download ran out of shares: complete=%s pending= overdue= unused= need %d for segment %d."
                .formatted(complete, needed, segment)
            + " Last failure: %s".formatted(file.lastFailure()));
  }

  /** How many shares were found where, and what was wrong. */
  static String findings(CrypttextFile file) {
    Map<ShareCopy, ShareException> problems = file.problems();
    TreeSet<Integer> good = new TreeSet<>();
    List<String> lines = new ArrayList<>();
    List<ShareCopy> found = file.finder().found();
    found.stream()
        .collect(Collectors.groupingBy(ShareCopy::server, Collectors.toList()))
        .forEach(
            (server, copies) ->
                lines.add(
                    server.id().shortName()
                        + ": "
                        + copies.stream()
                            .map(copy -> describe(copy, problems))
                            .collect(Collectors.joining(", "))));
    file.finder()
        .report()
        .forEach((server, state) -> lines.add(server.id().shortName() + ": " + state));
    found.stream()
        .filter(copy -> !problems.containsKey(copy))
        .forEach(copy -> good.add(copy.number().value()));
    if (lines.isEmpty()) {
      return "No server is connected.";
    }
    lines.sort(Comparator.naturalOrder());
    String rest =
        lines.size() <= LISTED ? "" : "; and %d servers more".formatted(lines.size() - LISTED);
    return "Found %d good shares and %d others on %d servers (%s%s). If servers are missing, try"
            .formatted(
                good.size(),
                found.size() - good.size(),
                lines.size(),
                String.join("; ", lines.subList(0, Math.min(LISTED, lines.size()))),
                rest)
        + " again when they are back.";
  }

  private static String describe(ShareCopy copy, Map<ShareCopy, ShareException> problems) {
    ShareException problem = problems.get(copy);
    String name = "sh" + copy.number();
    return problem == null ? name : "%s (%s)".formatted(name, problem.getMessage());
  }
}
