package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.truckee.capability.Capability;
import org.truckee.capability.FileReadCap;
import org.truckee.capability.MutableFileCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.Directory;
import org.truckee.grid.deep.DeepStats;
import org.truckee.grid.deep.Manifest;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.Fact;
import org.truckee.web.pages.Notes;
import org.truckee.web.pages.Table;
import org.truckee.web.pages.Table.Cell;

/**
 * {@code start-manifest}: everything that was met ({@code spec/08 §15.5}).
 *
 * @param root the directory whose manifest it is
 */
record ManifestView(Directory root) implements DeepView<Manifest> {
  @Override
  public String title() {
    return "Manifest";
  }

  @Override
  public String soFar(Manifest manifest) {
    return "%d found".formatted(manifest.entries().size());
  }

  @Override
  public void show(Manifest manifest, DeepState state, WebRequest request)
      throws IOException, WebException, InterruptedException {
    switch (Output.of(request.arguments(), true)) {
      case JSON ->
          request.respond(200, "text/plain", Json.indented(json(manifest, state.finished())));
      case TEXT -> request.respond(200, "text/plain", text(manifest, state.finished()));
      case HTML -> page(manifest, state, request);
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

  private void page(Manifest manifest, DeepState state, WebRequest request)
      throws IOException, WebException, InterruptedException {
    String root = Html.root(request.path());
    List<Notes> notes = new ArrayList<>();
    DeepCheckPages.trouble(notes, manifest.trouble());
    Table table =
        new Table(
            "Everything below",
            List.of("Path", "Capability"),
            // One after the other, as they are written: there may be many.
            () -> manifest.entries().stream().map(entry -> row(entry, root)).iterator());
    DeepStats stats = manifest.stats();
    DeepView.page(
        title(),
        state,
        this.root.storageIndex().map(StorageIndex::toString).orElse("<none>"),
        List.of(
            new Fact("directories", Long.toString(stats.directories())),
            new Fact("files", Long.toString(stats.files())),
            new Fact("in all", Quantities.size(stats.deepSize()))),
        notes,
        List.of(table),
        request);
  }

  private static Table.Row row(Manifest.Entry entry, String root) {
    return new Table.Row(
        List.of(
            Cell.of(DeepCheckPages.path(entry.path())),
            entry.cap().map(cap -> link(entry, cap, root)).orElse(Cell.of(""))));
  }

  private static Cell link(Manifest.Entry entry, Capability cap, String root) {
    String escaped = PercentEncoding.encode(cap.text());
    boolean file = cap instanceof FileReadCap || cap instanceof MutableFileCap;
    String target =
        file && !entry.path().isEmpty()
            ? "file/%s/%s".formatted(escaped, PercentEncoding.encode(entry.path().getLast()))
            : "uri/" + escaped;
    return new Cell(cap.text(), root + target, "code");
  }
}
