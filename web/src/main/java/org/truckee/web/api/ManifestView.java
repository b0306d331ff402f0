package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.stream.Collectors;
import org.truckee.capability.Capability;
import org.truckee.capability.FileReadCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.Directory;
import org.truckee.grid.deep.Manifest;
import org.truckee.http.PercentEncoding;

/**
 * {@code start-manifest}: everything that was met ({@code spec/08 §15.5}).
 *
 * @param root the directory whose manifest it is
 */
record ManifestView(Directory root) implements DeepView<Manifest> {
  @Override
  public void show(Manifest manifest, boolean finished, WebRequest request)
      throws IOException, WebException, InterruptedException {
    switch (Output.of(request.arguments(), true)) {
      case JSON -> request.respond(200, "text/plain", Json.indented(json(manifest, finished)));
      case TEXT -> request.respond(200, "text/plain", text(manifest, finished));
      case HTML -> DeepView.page("Manifest", finished, html(manifest, request), request);
    }
  }

  private ObjectNode json(Manifest manifest, boolean finished) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("finished", finished);
    json.put("origin", root.storageIndex().map(StorageIndex::toString).orElse(""));
    json.set("stats", DeepJson.stats(manifest.stats()));
    if (finished) {
      ArrayNode entries = json.putArray("manifest");
      for (Manifest.Entry entry : manifest.entries()) {
        entries.addArray().add(DeepJson.path(entry.path())).add(DeepJson.text(entry.cap()));
      }
      ArrayNode verifyCaps = json.putArray("verifycaps");
      manifest.verifyCaps().forEach(cap -> verifyCaps.add(cap.text()));
      ArrayNode indexes = json.putArray("storage-index");
      manifest.storageIndexes().forEach(index -> indexes.add(index.toString()));
    }
    DeepJson.trouble(json, manifest.trouble());
    return json;
  }

  private static String text(Manifest manifest, boolean finished) {
    return manifest.entries().stream()
        .map(
            entry ->
                "%s %s\n".formatted(String.join("/", entry.path()), DeepJson.text(entry.cap())))
        .collect(Collectors.joining("", "finished: %s\n".formatted(finished ? "yes" : "no"), ""));
  }

  private static String html(Manifest manifest, WebRequest request) {
    String root = Html.root(request.path());
    String rows =
        manifest.entries().stream()
            .map(
                entry ->
                    "<tr><td>%s</td><td>%s</td></tr>"
                        .formatted(Escapes.html(String.join("/", entry.path())), link(entry, root)))
            .collect(Collectors.joining("\n"));
    return "<table><thead><tr><th>Path</th><th>Capability</th></tr></thead><tbody>%s</tbody></table>"
            .formatted(rows)
        + DeepCheckPages.trouble(manifest.trouble());
  }

  private static String link(Manifest.Entry entry, String root) {
    if (entry.cap().isEmpty()) {
      return "";
    }
    Capability cap = entry.cap().get();
    String escaped = PercentEncoding.encode(cap.text());
    boolean file = cap instanceof FileReadCap || cap instanceof MutableFileCap;
    String target =
        file && !entry.path().isEmpty()
            ? "file/%s/%s".formatted(escaped, PercentEncoding.encode(entry.path().getLast()))
            : "uri/" + escaped;
    return "<a href=\"%s%s\">%s</a>".formatted(root, target, Escapes.html(cap.text()));
  }
}
