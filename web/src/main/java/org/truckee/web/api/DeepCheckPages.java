package org.truckee.web.api;

import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
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
    %s%s
    """
        .formatted(
            root(results),
            results.checked(),
            results.healthy(),
            results.unhealthy(),
            results.unrecoverable(),
            results.corrupt().size(),
            trouble(results.trouble()),
            objects(results.results(), request));
  }

  /** The same before and after repairs. */
  static String repairs(DeepRepairResult results, WebRequest request) {
    DeepCheckResult before = results.before();
    DeepCheckResult after = results.after();
    return """
    <p>Root: <code>%s</code></p>
    <p>Checked %d. Before: %d healthy, %d unhealthy. Repairs: %d attempted, %d successful, \
    %d unsuccessful. Now: %d healthy, %d unhealthy.</p>
    %s%s
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
            trouble(results.trouble()),
            objects(after.results(), request));
  }

  private static String root(DeepCheckResult results) {
    return results.root().map(StorageIndex::toString).orElse("&lt;none&gt;");
  }

  private static String objects(
      SequencedMap<List<String>, CheckOutcome> results, WebRequest request) {
    String handle = PercentEncoding.encode(request.path().pieces().get(1));
    String base = "%soperations/%s/".formatted(Html.root(request.path()), handle);
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
            path.isEmpty() ? "&lt;root&gt;" : Escapes.html(String.join("/", path)),
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
