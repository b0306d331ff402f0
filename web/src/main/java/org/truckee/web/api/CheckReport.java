package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.CheckResult;
import org.truckee.grid.GridServer;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.ShareLocation;

/** What a check or a repair found, as JSON and as a page ({@code spec/08 §14, §20.5}). */
sealed interface CheckReport {
  /** The JSON form. */
  ObjectNode json();

  /** The body of a page. */
  String html();

  /** A literal file has nothing that could be checked. */
  record OfLiteral() implements CheckReport {
    @Override
    public ObjectNode json() {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.put("storage-index", "");
      root.putObject("results").put("healthy", true);
      return root;
    }

    @Override
    public String html() {
      return """
      <h1>Check results</h1>
      <p>A literal file (LIT) is in its capability: always healthy.</p>
      """;
    }
  }

  /** What a check found. */
  record OfCheck(CheckOutcome result) implements CheckReport {
    @Override
    public ObjectNode json() {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.put("storage-index", result.index().toString());
      root.put("summary", result.summary());
      ObjectNode results = root.putObject("results");
      results.put("count-happiness", result.happiness());
      results.put("count-shares-good", result.good());
      results.put("count-shares-needed", result.needed());
      results.put("count-shares-expected", result.expected());
      results.put("count-good-share-hosts", result.goodHosts());
      results.put("count-corrupt-shares", result.corrupt().size());
      corruptShares(results.putArray("list-corrupt-shares"));
      names(results.putArray("servers-responding"), result.responding());
      ObjectNode sharemap = results.putObject("sharemap");
      shares().forEach((share, servers) -> names(sharemap.putArray(share), servers));
      versions(results);
      results.put("healthy", result.healthy());
      results.put("recoverable", result.recoverable());
      return root;
    }

    /** The servers of every share, by what the share is called. */
    private SortedMap<String, Set<GridServer>> shares() {
      return switch (result) {
        case MutableCheckResult mutable -> mutable.shareMap();
        case CheckResult immutable -> {
          SortedMap<String, Set<GridServer>> named =
              new TreeMap<>(Comparator.comparing(Integer::valueOf));
          immutable.shareMap().forEach((share, servers) -> named.put(share.toString(), servers));
          yield named;
        }
      };
    }

    private void versions(ObjectNode results) {
      switch (result) {
        case MutableCheckResult mutable -> {
          results.put("count-wrong-shares", mutable.wrongShares());
          results.put("count-recoverable-versions", mutable.recoverableVersions());
          results.put("count-unrecoverable-versions", mutable.unrecoverableVersions());
        }
        case CheckResult immutable -> {
          results.put("count-wrong-shares", 0);
          results.put("count-recoverable-versions", immutable.recoverable() ? 1 : 0);
          results.put("count-unrecoverable-versions", immutable.recoverable() ? 0 : 1);
        }
      }
    }

    private void corruptShares(ArrayNode list) {
      for (ShareLocation place : result.corrupt()) {
        list.addArray()
            .add(place.server().id().longName())
            .add(result.index().toString())
            .add(place.share().value());
      }
    }

    private static void names(ArrayNode list, Collection<GridServer> servers) {
      servers.stream().map(server -> server.id().longName()).sorted().forEach(list::add);
    }

    @Override
    public String html() {
      return """
      <h1>Check results</h1>
      <p>Storage index <code>%s</code></p>
      <p><strong>%s</strong>: %s</p>
      <p>Needs %d of %d shares, found %d good ones on %d servers. Happiness %d.</p>
      <p>Versions: %s. Wrong shares: %d.</p>
      %s%s%s%s%s
      """
          .formatted(
              result.index(),
              verdict(),
              Escapes.html(result.summary()),
              result.needed(),
              result.expected(),
              result.good(),
              result.goodHosts(),
              result.happiness(),
              versions(),
              wrongShares(),
              problems("Corrupt shares", result.corrupt()),
              problems("Shares that were not read to the end", result.lost()),
              silent(),
              places(),
              servers());
    }

    private String versions() {
      return switch (result) {
        case MutableCheckResult mutable ->
            "%d recoverable, %d unrecoverable"
                .formatted(mutable.recoverableVersions(), mutable.unrecoverableVersions());
        case CheckResult immutable -> immutable.recoverable() ? "1 recoverable" : "1 unrecoverable";
      };
    }

    private int wrongShares() {
      return result instanceof MutableCheckResult mutable ? mutable.wrongShares() : 0;
    }

    private String verdict() {
      if (result.healthy()) {
        return "Healthy";
      }
      return result.recoverable() ? "Not Healthy!" : "Not Recoverable!";
    }

    private static String problems(String title, List<ShareLocation> shares) {
      return shares.isEmpty()
          ? ""
          : shares.stream()
              .map(
                  place ->
                      "<li>share %s on %s: %s</li>"
                          .formatted(
                              place.share(),
                              "%s (%s)"
                                  .formatted(
                                      Escapes.html(place.server().nickname()),
                                      Escapes.html(place.server().id().shortName())),
                              Escapes.html(place.problem())))
              .collect(Collectors.joining("\n", "<h2>%s</h2><ul>".formatted(title), "</ul>"));
    }

    private String silent() {
      return result.silent().entrySet().stream()
          .map(
              entry ->
                  "<li>%s (%s): %s</li>"
                      .formatted(
                          Escapes.html(entry.getKey().nickname()),
                          Escapes.html(entry.getKey().id().shortName()),
                          Escapes.html(entry.getValue())))
          .sorted()
          .reduce(String::concat)
          .map("<h2>Servers that did not answer</h2><ul>%s</ul>"::formatted)
          .orElse("");
    }

    private String places() {
      return shares().entrySet().stream()
          .map(
              entry ->
                  "<tr><td>%s</td><td>%s</td></tr>"
                      .formatted(
                          entry.getKey(),
                          entry.getValue().stream()
                              .map(server -> Escapes.html(server.id().shortName()))
                              .sorted()
                              .collect(Collectors.joining(", "))))
          .collect(
              Collectors.joining(
                  "\n",
                  "<table><thead><tr><th>Share</th><th>Servers</th></tr></thead><tbody>",
                  "</tbody></table>"));
    }

    /** The other way round: who answered, and with which shares. */
    private String servers() {
      SortedMap<String, String> rows = new TreeMap<>();
      for (GridServer server : result.responding()) {
        String held =
            shares().entrySet().stream()
                .filter(entry -> entry.getValue().contains(server))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        rows.put(
            "%s (%s)"
                .formatted(Escapes.html(server.nickname()), Escapes.html(server.id().shortName())),
            held.isEmpty() ? "none" : held);
      }
      return "<h2>Servers that answered</h2>" + StatusPages.table(rows);
    }
  }

  /** What a check found, and what a repair made of it. */
  record OfRepair(RepairOutcome result) implements CheckReport {
    @Override
    public ObjectNode json() {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.put("storage-index", result.before().index().toString());
      root.put("repair-attempted", result.attempted());
      root.put("repair-successful", result.successful());
      root.set("pre-repair-results", new OfCheck(result.before()).json());
      root.set("post-repair-results", new OfCheck(result.after()).json());
      return root;
    }

    @Override
    public String html() {
      String outcome =
          result.attempted()
              ? (result.successful() ? "Repair successful" : "Repair unsuccessful")
              : "No repair necessary";
      String before =
          result.attempted() ? "<h2>Before</h2>" + new OfCheck(result.before()).html() : "";
      return "<p><strong>%s</strong></p>%s%s"
          .formatted(outcome, new OfCheck(result.after()).html(), before);
    }
  }
}
