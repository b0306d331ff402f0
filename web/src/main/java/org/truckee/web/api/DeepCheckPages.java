package org.truckee.web.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.RepairOutcome;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.deep.DeepCheckResult;
import org.truckee.grid.deep.DeepRepairResult;
import org.truckee.grid.deep.WalkFailure;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.Fact;
import org.truckee.web.pages.Notes;
import org.truckee.web.pages.Table;
import org.truckee.web.pages.Table.Cell;

/** The pages of deep checks ({@code spec/08 §20.6, §20.7}). */
final class DeepCheckPages {
  private DeepCheckPages() {}

  /** What checks found. */
  static void checks(String title, DeepCheckResult results, DeepState state, WebRequest request)
      throws IOException, WebException, InterruptedException {
    List<Fact> counters =
        List.of(
            fact("checked", results.checked()),
            fact("healthy", results.healthy()),
            fact("unhealthy", results.unhealthy()),
            fact("unrecoverable", results.unrecoverable()),
            fact("corrupt shares", results.corrupt().size()));
    List<Notes> notes = new ArrayList<>();
    problems(notes, "Problems", results);
    trouble(notes, results.trouble());
    List<Table> tables = new ArrayList<>();
    corrupt(tables, "Corrupt shares", results, request);
    tables.add(
        new Table(
            "Everything that was checked",
            List.of("Path", "Healthy", "Recoverable", "Storage index", "Summary"),
            rows(results.results(), each -> checked(each.getKey(), each.getValue(), request))));
    DeepView.page(title, state, root(results), counters, notes, tables, request);
  }

  /** What was found before repairs, and after them. */
  static void repairs(String title, DeepRepairResult results, DeepState state, WebRequest request)
      throws IOException, WebException, InterruptedException {
    DeepCheckResult before = results.before();
    DeepCheckResult after = results.after();
    List<Fact> counters =
        List.of(
            fact("checked", before.checked()),
            fact("healthy before", before.healthy()),
            fact("unhealthy before", before.unhealthy()),
            fact("repairs attempted", results.attempted()),
            fact("successful", results.successful()),
            fact("unsuccessful", results.unsuccessful()),
            fact("healthy now", after.healthy()),
            fact("unhealthy now", after.unhealthy()));
    List<Notes> notes = new ArrayList<>();
    problems(notes, "Problems that remain", after);
    problems(notes, "Problems before", before);
    trouble(notes, results.trouble());
    List<Table> tables = new ArrayList<>();
    corrupt(tables, "Corrupt shares that remain", after, request);
    corrupt(tables, "Corrupt shares before", before, request);
    tables.add(
        new Table(
            "Everything that was checked",
            List.of(
                "Path",
                "Healthy before",
                "Recoverable before",
                "Healthy now",
                "Storage index",
                "Summary"),
            rows(results.results(), each -> repaired(each.getKey(), each.getValue(), request))));
    DeepView.page(title, state, root(before), counters, notes, tables, request);
  }

  private static Fact fact(String name, long number) {
    return new Fact(name, Long.toString(number));
  }

  private static String root(DeepCheckResult results) {
    return results.root().map(StorageIndex::toString).orElse("<none>");
  }

  /** One after the other, as they are written: there may be many. */
  private static <T> Iterable<Table.Row> rows(
      Map<List<String>, T> results, Function<Map.Entry<List<String>, T>, Table.Row> row) {
    return () -> iterator(results, row);
  }

  private static <T> Iterator<Table.Row> iterator(
      Map<List<String>, T> results, Function<Map.Entry<List<String>, T>, Table.Row> row) {
    return results.entrySet().stream().map(row).iterator();
  }

  /** What is not healthy; nothing if all is. */
  private static void problems(List<Notes> notes, String title, DeepCheckResult results) {
    add(
        notes,
        title,
        results.results().entrySet().stream()
            .filter(each -> !each.getValue().healthy())
            .map(
                each ->
                    "%s: %s (%s)"
                        .formatted(
                            path(each.getKey()),
                            each.getValue().summary(),
                            each.getValue().index()))
            .sorted()
            .toList());
  }

  /** What could not be read; nothing if all could. */
  static void trouble(List<Notes> notes, List<WalkFailure> trouble) {
    add(
        notes,
        "Could not be read or checked",
        trouble.stream()
            .map(each -> "%s: %s".formatted(path(each.path()), Failures.message(each.problem())))
            .toList());
  }

  private static void add(List<Notes> notes, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      notes.add(new Notes(title, lines));
    }
  }

  /** The damaged shares; nothing if there are none. */
  private static void corrupt(
      List<Table> tables, String title, DeepCheckResult results, WebRequest request) {
    List<Table.Row> rows = new ArrayList<>();
    for (CheckOutcome found : results.results().values()) {
      for (ShareLocation place : found.corrupt()) {
        rows.add(
            new Table.Row(
                List.of(
                    Cell.of(HealthOf.name(place.server())),
                    index(found, request),
                    Cell.of(place.share().toString()),
                    Cell.of(place.problem()))));
      }
    }
    if (!rows.isEmpty()) {
      tables.add(new Table(title, List.of("Server", "Storage index", "Share", "Problem"), rows));
    }
  }

  static String path(List<String> names) {
    return names.isEmpty() ? "<root>" : String.join("/", names);
  }

  /** Leads to the results of a single object. */
  private static Cell index(CheckOutcome found, WebRequest request) {
    String query =
        request
            .arguments()
            .text("output")
            .map(output -> "?output=" + PercentEncoding.encode(output))
            .orElse("");
    return new Cell(
        found.index().toString(),
        "%s/%s%s".formatted(DeepView.place(request), found.index(), query),
        "code");
  }

  private static Table.Row checked(List<String> path, CheckOutcome found, WebRequest request) {
    return new Table.Row(
        List.of(
            Cell.of(path(path)),
            judged(found.healthy()),
            judged(found.recoverable()),
            index(found, request),
            Cell.of(found.summary())));
  }

  private static Table.Row repaired(List<String> path, RepairOutcome found, WebRequest request) {
    return new Table.Row(
        List.of(
            Cell.of(path(path)),
            judged(found.before().healthy()),
            judged(found.before().recoverable()),
            judged(found.after().healthy()),
            index(found.after(), request),
            Cell.of(found.after().summary())));
  }

  private static Cell judged(boolean good) {
    return Cell.judged(good ? "yes" : "no", good);
  }
}
