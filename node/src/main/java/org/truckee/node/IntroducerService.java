package org.truckee.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.WebEndpoint;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.web.api.IntroducerStatus;
import org.truckee.web.api.IntroducerWeb;
import org.truckee.wire.introducer.Announcement;
import org.truckee.wire.introducer.IntroducerServer;

/** The introducer of a node, with its web page if it has one ({@code spec/07 §7}). */
final class IntroducerService implements AutoCloseable {
  private final IntroducerServer server;
  private final NodeTub tub;
  private final Furl furl;
  private final Optional<IntroducerWeb> web;
  private final Optional<String> url;

  private IntroducerService(
      IntroducerServer server,
      NodeTub tub,
      Furl furl,
      Optional<IntroducerWeb> web,
      Optional<String> url) {
    this.server = server;
    this.tub = tub;
    this.furl = furl;
    this.web = web;
    this.url = url;
  }

  /**
   * Starts to introduce.
   *
   * @param door where its web page is, if it has one
   * @param staticFiles what the web server shows besides
   */
  static IntroducerService start(
      NodeDirectory directory,
      NodeTub tub,
      Optional<WebEndpoint> door,
      Path staticFiles,
      NodeResources resources)
      throws NodeException {
    List<String> hints =
        tub.address()
            .orElseThrow(
                () ->
                    new NodeException(
                        "config error: we are Introducer, but tub is not listening ('tub.port='"
                            + " is empty)"))
            .hints();
    Furl furl = directory.furls().introducer(tub.tub().tubId(), hints);
    IntroducerServer server = new IntroducerServer(TruckeeVersion.text(), resources.clock());
    tub.tub().publish(furl.name(), server.object());
    tub.listen();
    if (door.isEmpty()) {
      return new IntroducerService(server, tub, furl, Optional.empty(), Optional.empty());
    }
    IntroducerWeb web = open(door.get(), staticFiles, status(server, tub), resources);
    try {
      String url = door.get().url(web.port());
      directory.writeNodeUrl(url);
      return new IntroducerService(server, tub, furl, Optional.of(web), Optional.of(url));
    } catch (NodeException | RuntimeException e) {
      web.close();
      throw e;
    }
  }

  private static IntroducerWeb open(
      WebEndpoint door, Path staticFiles, IntroducerStatus status, NodeResources resources)
      throws NodeException {
    try {
      return IntroducerWeb.start(status, staticFiles, WebDoors.of(door), resources.memory());
    } catch (IOException e) {
      throw new NodeException(
          ("the web page cannot listen on port %d: %s. Is another program using the port? Stop it,"
                  + " or choose another with web.port in tahoe.cfg")
              .formatted(door.place().port(), e.getMessage()),
          e);
    }
  }

  private static IntroducerStatus status(IntroducerServer server, NodeTub tub) {
    return new IntroducerStatus() {
      @Override
      public String nodeId() {
        return tub.tub().tubId().toString();
      }

      @Override
      public String version() {
        return TruckeeVersion.text();
      }

      @Override
      public List<Announced> announced() {
        return server.announcements().stream().map(IntroducerService::announced).toList();
      }

      @Override
      public List<Subscriber> subscribers() {
        return server.subscribers().stream()
            .map(
                one ->
                    new Subscriber(
                        one.service(),
                        one.nickname(),
                        one.tub().toString(),
                        one.address(),
                        one.version(),
                        one.since()))
            .toList();
      }
    };
  }

  private static IntroducerStatus.Announced announced(IntroducerServer.Published published) {
    Announcement said = published.announcement();
    return new IntroducerStatus.Announced(
        said.service(),
        said.text("nickname"),
        said.publisher(),
        hints(said.text("anonymous-storage-FURL")),
        said.text("my-version"),
        published.since());
  }

  /** Where a server is, without the secret that lets it be used. */
  private static String hints(String furl) {
    try {
      List<ConnectionHint> hints = Furl.parse(furl).hints();
      return hints.stream().map(ConnectionHint::text).collect(Collectors.joining(", "));
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Where others find it. It is a secret. */
  String furl() {
    return furl.text();
  }

  OptionalInt webPort() {
    return web.isPresent() ? OptionalInt.of(web.get().port()) : OptionalInt.empty();
  }

  /** Where programs on this machine reach its web page. */
  Optional<String> webUrl() {
    return url;
  }

  @Override
  public void close() {
    web.ifPresent(IntroducerWeb::close);
    server.close();
    tub.close();
  }
}
