package org.truckee.node;

import org.truckee.crypto.NodeCertificate;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.tub.Tub;
import org.truckee.node.config.NodeConfiguration.ConnectionSettings;
import org.truckee.node.gatherer.LogGatherer;
import org.truckee.wire.network.Routes;

/** Hands the log of the program to a log gatherer ({@code spec/09 §9.4}). */
final class LogDelivery implements AutoCloseable {
  private final LogGatherer gatherer;
  private final ProgramLog.Listener lines;

  private LogDelivery(LogGatherer gatherer) {
    this.gatherer = gatherer;
    this.lines = gatherer::line;
  }

  /** Begins. It has an identity of its own, another one each time. */
  static LogDelivery start(
      Furl furl, ConnectionSettings settings, Routes routes, NodeResources resources) {
    Tub tub =
        new Tub(
            NodeCertificate.generate(resources.clock(), resources.random()),
            NodeTub.options(settings, routes, resources.random()).build());
    LogDelivery delivery = new LogDelivery(LogGatherer.start(tub, furl, TruckeeVersion.text()));
    ProgramLog.feed(delivery.lines);
    return delivery;
  }

  @Override
  public void close() {
    ProgramLog.forget(lines);
    gatherer.close();
  }
}
