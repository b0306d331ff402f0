package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.history.History;
import org.truckee.web.pages.Frame;
import org.truckee.web.pages.GridHealth;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.ServerRow;
import org.truckee.web.pages.Welcome;

/**
 * The first page: how the grid is, its servers, and forms for uploads ({@code spec/08 §18.1,
 * §20.1}).
 */
final class WelcomePage {
  private final NodeStatus status;
  private final EncodingParameters encoding;
  private final History history;
  private final Clock clock;

  WelcomePage(NodeStatus status, EncodingParameters encoding, History history, Clock clock) {
    this.status = status;
    this.encoding = encoding;
    this.history = history;
    this.clock = clock;
  }

  void page(Kind.Site here, WebRequest request) throws IOException, InterruptedException {
    Frame frame =
        new Frame(
            "Truckee – " + (status.nickname().isEmpty() ? "this node" : status.nickname()),
            Html.root(request.path()),
            SafeHeaders.ofPage(request.http()));
    request.respond(200, Html.PAGE_TYPE, Pages.welcome(frame, view()));
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

  private Welcome view() {
    List<ServerRow> servers =
        sortedServers().stream()
            .map(this::row)
            .sorted(Comparator.comparing(ServerRow::name))
            .toList();
    return new Welcome(
        status.nickname(),
        status.nodeId(),
        health(servers),
        servers,
        status.introducers(),
        encoding,
        RecentTransfers.of(history),
        services(),
        Quantities.time(clock.instant()),
        status.version());
  }

  private GridHealth health(List<ServerRow> servers) {
    return GridHealth.of(
        new GridHealth.Servers(
            servers.size(),
            (int) servers.stream().filter(ServerRow::connected).count(),
            (int) servers.stream().filter(ServerRow::roomy).count(),
            !status.introducers().isEmpty()),
        encoding);
  }

  private List<Welcome.Service> services() {
    List<Welcome.Service> services = new ArrayList<>();
    status
        .storage()
        .ifPresent(
            report ->
                services.add(
                    new Welcome.Service("Storage server", "storage", StoragePage.inShort(report))));
    status
        .helper()
        .ifPresent(
            helper ->
                services.add(
                    new Welcome.Service(
                        "Upload helper",
                        "helper_status",
                        "%d uploads at the moment".formatted(helper.active()))));
    return services;
  }

  private ServerRow row(ServerStatus server) {
    return new ServerRow(
        server.nickname().isEmpty() ? server.id() : server.nickname(),
        server.id(),
        server.connected(),
        server.summary(),
        server.lastReceived().map(this::heard).orElse("never"),
        server.lastReceived().map(WelcomePage::moment).orElse(""),
        server.availableSpace(),
        server.availableSpace().isPresent()
            ? Quantities.space(server.availableSpace().getAsLong())
            : "?",
        server.version().orElse("unknown"));
  }

  private List<ServerStatus> sortedServers() {
    return status.servers().stream().sorted(Comparator.comparing(ServerStatus::id)).toList();
  }

  private String heard(Instant then) {
    return Quantities.age(Duration.between(then, clock.instant())) + " ago";
  }

  private static String moment(Instant then) {
    return Quantities.time(then).replace('\u00a0', ' ');
  }
}
