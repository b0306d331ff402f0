package org.truckee.web.api;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.CheckOutcome;
import org.truckee.grid.deep.DeepCheckResult;
import org.truckee.grid.deep.DeepRepairResult;
import org.truckee.grid.deep.WalkFailure;
import org.truckee.http.PercentEncoding;

/** The pages of deep checks ({@code spec/08 §20.6, §20.7}). */
final class DeepCheckPages {
  private DeepCheckPages() {}

  /** What checks found. */
  static String checks(DeepCheckResult results, WebRequest request) {
    return """
    <p>Root: <code>%s</code></p>
    <p>Checked %d: %d healthy, %d unhealthy, of these %d unrecoverable. Corrupt shares: %d.</p>
    %s%s%s%s
    """
        .formatted(
            root(results),
            results.checked(),
            results.healthy(),
            results.unhealthy(),
            results.unrecoverable(),
            results.corrupt().size(),
            problems("Problems", results),
            corrupt("Corrupt shares", results, request),
            trouble(results.trouble()),
            objects(results.results(), request));
  }

  /** What was found before repairs, and after them. */
  static String repairs(DeepRepairResult results, WebRequest request) {
    DeepCheckResult before = results.before();
    DeepCheckResult after = results.after();
    return """
    <p>Root: <code>%s</code></p>
    <p>Checked %d. Before: %d healthy, %d unhealthy. Repairs: %d attempted, %d successful, \
    %d unsuccessful. Now: %d healthy, %d unhealthy.</p>
    %s%s%s%s%s%s
    """
        .formatted(
            root(before),
            before.checked(),
            before.healthy(),
            before.unhealthy(),
            results.attempted(),
            results.successful(),
            results.unsuccessful(),
            after.healthy(),
            after.unhealthy(),
            problems("Problems before", before),
            problems("Problems that remain", after),
            corrupt("Corrupt shares before", before, request),
            corrupt("Corrupt shares that remain", after, request),
            trouble(results.trouble()),
            objects(after.results(), request));
  }

  private static String root(DeepCheckResult results) {
    return results.root().map(StorageIndex::toString).orElse("&lt;none&gt;");
  }

  /** What is not healthy; nothing if all is. */
  private static String problems(String title, DeepCheckResult results) {
    return list(
        title,
        results.results().entrySet().stream()
            .filter(entry -> !entry.getValue().healthy())
            .map(
                entry ->
                    "%s: %s (%s)"
                        .formatted(
                            path(entry.getKey()),
                            Escapes.html(entry.getValue().summary()),
                            entry.getValue().index())));
  }

  /** The damaged shares, by server. */
  private static String corrupt(String title, DeepCheckResult results, WebRequest request) {
    return list(
        title,
        results.results().values().stream()
            .flatMap(
                found ->
                    found.corrupt().stream()
                        .map(
                            place ->
                                "%s (%s): share %s of <a href=\"%s%s\">%s</a>"
                                    .formatted(
                                        Escapes.html(place.server().nickname()),
                                        Escapes.html(place.server().id().shortName()),
                                        place.share(),
                                        base(request),
                                        found.index(),
                                        found.index()))));
  }

  private static String list(String title, Stream<String> items) {
    String all = items.sorted().map("<li>%s</li>"::formatted).collect(Collectors.joining("\n"));
    return all.isEmpty() ? "" : "<h2>%s</h2><ul>%s</ul>".formatted(title, all);
  }

  private static String path(List<String> names) {
    return names.isEmpty() ? "&lt;root&gt;" : Escapes.html(String.join("/", names));
  }

  /** Where the results of single objects are. */
  private static String base(WebRequest request) {
    return "%soperations/%s/"
        .formatted(
            Html.root(request.path()), PercentEncoding.encode(request.path().pieces().get(1)));
  }

  private static String objects(
      SequencedMap<List<String>, CheckOutcome> results, WebRequest request) {
    String base = base(request);
    String query =
        request
            .arguments()
            .text("output")
            .map(output -> "?output=" + PercentEncoding.encode(output))
            .orElse("");
    return results.entrySet().stream()
        .map(entry -> row(entry.getKey(), entry.getValue(), base, query))
        .collect(
            Collectors.joining(
                "\n",
                "<table><thead><tr><th>Path</th><th>Healthy</th><th>Recoverable</th>"
                    + "<th>Storage index</th><th>Summary</th></tr></thead><tbody>",
                "</tbody></table>"));
  }

  private static String row(List<String> path, CheckOutcome result, String base, String query) {
    return "<tr><td>%s</td><td>%s</td><td>%s</td><td><a href=\"%s%s%s\">%s</a></td><td>%s</td></tr>"
        .formatted(
            path(path),
            result.healthy() ? "yes" : "<strong>no</strong>",
            result.recoverable() ? "yes" : "<strong>no</strong>",
            base,
            result.index(),
            query,
            result.index(),
            Escapes.html(result.summary()));
  }

  /** What could not be read; nothing if all could. */
  static String trouble(List<WalkFailure> trouble) {
    return trouble.isEmpty()
        ? ""
        : trouble.stream()
            .map(
                each ->
                    "<li>%s: %s</li>"
                        .formatted(
                            Escapes.html(String.join("/", each.path())),
                            Escapes.html(Failures.message(each.problem()))))
            .collect(
                Collectors.joining("\n", "<h2>Could not be read or checked</h2><ul>", "</ul>"));
  }
}
