package org.truckee.node;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.truckee.node.config.Endpoint;
import org.truckee.node.config.NodeException;
import org.truckee.storage.upkeep.StorageReport;
import org.truckee.web.api.Metric;
import org.truckee.web.api.NodeStatus;
import org.truckee.web.api.ServerStatus;
import org.truckee.web.api.StatusWeb;

/** The status page and metrics of a node at a port of their own. */
final class StatusService implements AutoCloseable {
  private final StatusWeb web;

  private StatusService(StatusWeb web) {
    this.web = web;
  }

  /**
   * Starts it.
   *
   * @throws NodeException if the port is taken
   */
  static StatusService start(
      Endpoint endpoint,
      String nickname,
      String nodeId,
      Supplier<Optional<StorageReport>> storage,
      NodeResources resources)
      throws NodeException {
    Status status =
        new Status(nickname, nodeId, storage, new NodeMetrics(resources.clock().instant()));
    try {
      return new StatusService(
          StatusWeb.start(
              status, endpoint.address().orElse("0.0.0.0"), endpoint.port(), resources.memory()));
    } catch (IOException e) {
      throw new NodeException(
          ("the status page cannot listen on port %d: %s. Is another program using the port? Stop"
                  + " it, or choose another with status.port in truckee.cfg")
              .formatted(endpoint.port(), e.getMessage()),
          e);
    }
  }

  int port() {
    return web.port();
  }

  @Override
  public void close() {
    web.close();
  }

  private record Status(
      String nickname,
      String nodeId,
      Supplier<Optional<StorageReport>> reported,
      NodeMetrics process)
      implements NodeStatus {
    @Override
    public String version() {
      return TruckeeVersion.text();
    }

    @Override
    public List<String> introducers() {
      return List.of();
    }

    @Override
    public List<ServerStatus> servers() {
      return List.of();
    }

    @Override
    public Optional<StorageReport> storage() {
      return reported.get();
    }

    @Override
    public List<Metric> metrics() {
      List<Metric> metrics = new ArrayList<>(process.ofProcess());
      reported.get().ifPresent(report -> metrics.addAll(NodeMetrics.ofStorage(report)));
      return metrics;
    }
  }
}
