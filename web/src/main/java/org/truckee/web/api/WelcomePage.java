package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.truckee.grid.EncodingParameters;

/**
 * The first page: the servers of the grid and a form for uploads ({@code spec/08 §18.1, §20.1}).
 */
final class WelcomePage {
  private final NodeStatus status;
  private final EncodingParameters encoding;
  private final Clock clock;

  WelcomePage(NodeStatus status, EncodingParameters encoding, Clock clock) {
    this.status = status;
    this.encoding = encoding;
    this.clock = clock;
  }

  void page(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    request.respond(200, Html.PAGE_TYPE, html());
  }

  void json(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    request.respond(200, "application/json; charset=utf-8", Json.text(json()));
  }

  private ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode statuses = root.putObject("introducers").putArray("statuses");
    status.introducers().forEach(statuses::add);
    ArrayNode servers = root.putArray("servers");
    for (ServerStatus server : sortedServers()) {
      ObjectNode node = servers.addObject();
      node.put("nodeid", server.id());
      node.put("connection_status", server.summary());
      node.put("nickname", server.nickname());
      node.put("version", server.version().orElse(null));
      if (server.availableSpace().isPresent()) {
        node.put("available_space", server.availableSpace().getAsLong());
      } else {
        node.putNull("available_space");
      }
      if (server.lastReceived().isPresent()) {
        node.put("last_received_data", server.lastReceived().get().toEpochMilli() / 1000.0);
      } else {
        node.putNull("last_received_data");
      }
    }
    return root;
  }

  private String html() {
    List<ServerStatus> servers = sortedServers();
    long connected = servers.stream().filter(ServerStatus::connected).count();
    StringBuilder rows = new StringBuilder();
    servers.forEach(server -> rows.append(row(server)));
    String nickname = status.nickname().isEmpty() ? "this node" : status.nickname();
    return Html.page(
        "Truckee – " + nickname,
        "",
        """
        <header>
        <h1>Truckee</h1>
        <p class="lead">%s · connected to <strong>%d of %d</strong> known storage servers</p>
        </header>
        <section class="cards">
        <form class="card" action="uri" method="post" enctype="multipart/form-data">
        <h2>Upload a file</h2>
        <p>It is enciphered here, spread over the servers, and named by a capability. \
        Any %d of %d shares give it back.</p>
        <input type="hidden" name="t" value="upload">
        <input type="file" name="file" required aria-label="File to upload">
        %s
        <button type="submit">Upload</button>
        </form>
        <form class="card" action="uri" method="post" enctype="multipart/form-data">
        <h2>Create a directory</h2>
        <input type="hidden" name="t" value="mkdir">
        <input type="hidden" name="redirect_to_result" value="true">
        %s
        <button type="submit">Create</button>
        </form>
        <form class="card" action="uri" method="get">
        <h2>Open a capability</h2>
        <label>Capability <input type="text" name="uri" required autocomplete="off" \
        placeholder="URI:DIR2:…"></label>
        <button type="submit">Open</button>
        </form>
        <form class="card" action="uri" method="get">
        <h2>Download a file</h2>
        <label>Capability <input type="text" name="uri" required autocomplete="off" \
        placeholder="URI:CHK:…"></label>
        <label>Save as <input type="text" name="filename" autocomplete="off"></label>
        <input type="hidden" name="save" value="true">
        <button type="submit">Download</button>
        </form>
        </section>
        <section>
        <h2>Storage servers</h2>
        %s
        </section>
        <section>
        <h2>Introducers</h2>
        %s
        </section>
        <section>
        <h2>This node</h2>
        <p><a href="status">Recent and active operations</a> · \
        <a href="statistics">Statistics</a></p>
        <form class="card" action="report_incident" method="post" enctype="multipart/form-data">
        <h2>Report an incident</h2>
        <p>Something strange? What the node has lately done is kept in a file on this machine.</p>
        <input type="hidden" name="t" value="report-incident">
        <label>What happened <input type="text" name="details"></label>
        <button type="submit">Report</button>
        </form>
        </section>
        <footer>%s · %s</footer>
        """
            .formatted(
                Escapes.html(nickname),
                connected,
                servers.size(),
                encoding.needed(),
                encoding.total(),
                Forms.radios("chk", "sdmf", "mdmf"),
                Forms.radios("sdmf", "mdmf"),
                servers.isEmpty() ? "<p>No storage server is known.</p>" : table(rows),
                introducers(),
                Quantities.time(clock.instant()),
                Escapes.html(status.version())));
  }

  private String introducers() {
    return status.introducers().isEmpty()
        ? "<p>None is configured.</p>"
        : status.introducers().stream()
            .map(each -> "<li>%s</li>".formatted(Escapes.html(each)))
            .collect(Collectors.joining("\n", "<ul>", "</ul>"));
  }

  private static String table(CharSequence rows) {
    return """
    <div class="scroll"><table>
    <thead><tr><th>Server</th><th>Connection</th><th>Last heard</th><th>Space</th>\
    <th>Software</th></tr></thead>
    <tbody>
    %s</tbody>
    </table></div>
    """
        .formatted(rows);
  }

  private String row(ServerStatus server) {
    return """
    <tr><td><img src="img/connected-%s.png" alt="" width="12" height="12"> \
    <strong>%s</strong><br><code>%s</code></td>\
    <td><span class="%s">%s</span></td><td>%s</td><td>%s</td><td>%s</td></tr>
    """
        .formatted(
            server.connected() ? "yes" : "no",
            Escapes.html(server.nickname()),
            Escapes.html(server.id()),
            server.connected() ? "up" : "down",
            Escapes.html(server.summary()),
            server.lastReceived().map(this::heard).orElse("never"),
            server.availableSpace().isPresent()
                ? Quantities.space(server.availableSpace().getAsLong())
                : "?",
            Escapes.html(server.version().orElse("unknown")));
  }

  private List<ServerStatus> sortedServers() {
    return status.servers().stream().sorted(Comparator.comparing(ServerStatus::id)).toList();
  }

  /** How long ago, and when exactly. */
  private String heard(Instant then) {
    return "<span title=\"%s\">%s ago</span>"
        .formatted(
            Quantities.time(then).replace('\u00a0', ' '),
            Quantities.age(Duration.between(then, clock.instant())));
  }
}
