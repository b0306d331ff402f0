package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.CheckResult;
import org.truckee.grid.GridServer;
import org.truckee.grid.MutableCheckResult;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.ShareLocation;
import org.truckee.web.pages.CheckView;

/** What a check or a repair found, as JSON and as a page ({@code spec/08 §14, §20.5}). */
sealed interface CheckReport {
  /** The JSON form. */
  ObjectNode json();

  /** The same in a few words. */
  String inShort();

  /**
   * The same for people.
   *
   * @param back where somebody came from; may be empty
   * @param json where programs find it; may be empty
   */
  CheckView view(String back, String json);

  /** A literal file has nothing that could be checked. */
  record OfLiteral() implements CheckReport {
    @Override
    public String inShort() {
      return "Healthy";
    }

    @Override
    public ObjectNode json() {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.put("storage-index", "");
      root.putObject("results").put("healthy", true);
      return root;
    }

    @Override
    public CheckView view(String back, String json) {
      return new CheckView(
          "Healthy",
          Optional.empty(),
          Optional.empty(),
          List.of(
              "This is a literal file (LIT): its contents are in its capability, so that it has no"
                  + " shares, and nothing can be missing."),
          back,
          json);
    }
  }

  /** What a check found. */
  record OfCheck(CheckOutcome result) implements CheckReport {
    @Override
    public String inShort() {
      return result.summary();
    }

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
    public CheckView view(String back, String json) {
      return new CheckView(
          "", Optional.of(HealthOf.of(result)), Optional.empty(), List.of(), back, json);
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
    public CheckView view(String back, String json) {
      return new CheckView(
          inShort(),
          Optional.of(HealthOf.of(result.after())),
          result.attempted() ? Optional.of(HealthOf.of(result.before())) : Optional.empty(),
          List.of(),
          back,
          json);
    }

    @Override
    public String inShort() {
      if (!result.attempted()) {
        return "No repair necessary";
      }
      return result.successful() ? "Repair successful" : "Repair unsuccessful";
    }
  }
}
