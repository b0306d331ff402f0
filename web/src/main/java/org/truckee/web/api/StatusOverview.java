package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.history.CheckStatus;
import org.truckee.grid.history.DownloadStatus;
import org.truckee.grid.history.History;
import org.truckee.grid.history.MapUpdateStatus;
import org.truckee.grid.history.OperationStatus;
import org.truckee.grid.history.PublishStatus;
import org.truckee.grid.history.RetrieveStatus;
import org.truckee.grid.history.UploadStatus;

/** {@code /status}: what goes on, and what has lately ended ({@code spec/08 §17.2, §20.9}). */
final class StatusOverview {
  private final History history;

  StatusOverview(History history) {
    this.history = history;
  }

  void json(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode active = root.putArray("active");
    ArrayNode recent = root.putArray("recent");
    for (OperationStatus status : history.all()) {
      (status.isActive() ? active : recent).add(describe(status));
    }
    request.respond(200, "application/json", Json.text(root));
  }

  private static ObjectNode describe(OperationStatus status) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(
        "storage-index-string", status.storageIndex().map(StorageIndex::toString).orElse(null));
    json.put("status", status.status());
    switch (status) {
      case UploadStatus upload ->
          json.put("type", "upload")
              .put("total-size", upload.size())
              .put("progress-hash", upload.hashed())
              .put("progress-ciphertext", upload.enciphered())
              .put("progress-encode-push", upload.pushed());
      case DownloadStatus download ->
          json.put("type", "download")
              .put("total-size", download.size())
              .put("progress", download.progress());
      // The name that programs know for what they do not know.
      case CheckStatus check ->
          json.put("type", "unknown")
              .put("total-size", check.size())
              .put("operation", check.verifies() ? "verify" : "check")
              .put("progress", check.progress());
      case MapUpdateStatus update ->
          json.put("type", "mapupdate").put("total-size", "-NA-").put("mode", mode(update));
      case PublishStatus publish -> json.put("type", "publish").put("total-size", publish.size());
      case RetrieveStatus retrieve ->
          json.put("type", "retrieve").put("total-size", retrieve.size());
    }
    return json;
  }

  private static String mode(MapUpdateStatus update) {
    return "MODE_" + update.mode();
  }

  void page(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    List<OperationStatus> all = history.all();
    String body =
        """
        <h1>Recent and active operations</h1>
        <h2>Active</h2>
        %s
        <h2>Recent</h2>
        %s
        <p><a href="%s">Welcome page</a></p>
        """
            .formatted(
                table(all.stream().filter(OperationStatus::isActive).toList()),
                table(all.stream().filter(status -> !status.isActive()).toList()),
                Html.home(request.path()));
    request.respond(200, Html.PAGE_TYPE, Html.page("Operations", Html.root(request.path()), body));
  }

  private static String table(List<OperationStatus> operations) {
    if (operations.isEmpty()) {
      return "<p>None.</p>";
    }
    return operations.stream()
        .map(StatusOverview::row)
        .collect(
            Collectors.joining(
                "\n",
                """
                <div class="scroll"><table><thead><tr><th>Started</th><th>Type</th>\
                <th>Storage index</th><th>Helper?</th><th>Total size</th><th>Progress</th>\
                <th>Status</th></tr></thead><tbody>
                """,
                "</tbody></table></div>"));
  }

  private static String row(OperationStatus status) {
    return """
    <tr><td>%s</td><td>%s</td><td><code>%s</code></td><td>No</td><td>%s</td><td>%s</td>\
    <td><a href="/status/%s">%s</a></td></tr>\
    """
        .formatted(
            Quantities.time(status.started()),
            type(status),
            status.storageIndex().map(StorageIndex::toString).orElse("(None)"),
            size(status),
            progress(status),
            StatusPlaces.name(status),
            Escapes.html(status.status()));
  }

  private static String type(OperationStatus status) {
    return switch (status) {
      case UploadStatus _ -> "upload";
      case DownloadStatus _ -> "download";
      case CheckStatus check -> check.verifies() ? "verify" : "check";
      case MapUpdateStatus update -> "mapupdate " + mode(update);
      case PublishStatus _ -> "publish";
      case RetrieveStatus _ -> "retrieve";
    };
  }

  private static String size(OperationStatus status) {
    return switch (status) {
      case UploadStatus upload -> Long.toString(upload.size());
      case DownloadStatus download -> Long.toString(download.size());
      case CheckStatus check -> Long.toString(check.size());
      case MapUpdateStatus _ -> "-NA-";
      case PublishStatus publish -> Long.toString(publish.size());
      case RetrieveStatus retrieve -> Long.toString(retrieve.size());
    };
  }

  private static String progress(OperationStatus status) {
    return switch (status) {
      case UploadStatus upload ->
          "hash: %s, ciphertext: %s, encode: %s"
              .formatted(
                  Quantities.percent(upload.hashed()),
                  Quantities.percent(upload.enciphered()),
                  Quantities.percent(upload.pushed()));
      case DownloadStatus download -> Quantities.percent(download.progress());
      case CheckStatus check -> Quantities.percent(check.progress());
      case MapUpdateStatus update -> Quantities.percent(update.progress());
      case PublishStatus publish -> Quantities.percent(publish.progress());
      case RetrieveStatus retrieve -> Quantities.percent(retrieve.progress());
    };
  }
}
