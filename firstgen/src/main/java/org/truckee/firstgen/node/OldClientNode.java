package org.truckee.firstgen.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.crypto.TubId;
import org.truckee.firstgen.download.Downloader;
import org.truckee.firstgen.drive.NodeMaker;
import org.truckee.firstgen.drive.RemoteDirectories;
import org.truckee.firstgen.drive.TubDirectoryServers;
import org.truckee.firstgen.drive.VirtualDrive;
import org.truckee.firstgen.introducer.KnownPeers;
import org.truckee.firstgen.peers.PeerShares;
import org.truckee.firstgen.remote.OldRemote;
import org.truckee.firstgen.share.SegmentPlan;
import org.truckee.firstgen.storage.DiskShares;
import org.truckee.firstgen.storage.ServedShares;
import org.truckee.firstgen.storage.SizeLimit;
import org.truckee.firstgen.upload.Uploader;
import org.truckee.firstgen.uri.ClientSecret;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.web.OldWeb;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.Furl;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.tub.Tub;

/** A client that also keeps shares for others ({@code spec/12 §12.2, §16}). */
public final class OldClientNode implements OldNode {
  private static final Logger LOG = LoggerFactory.getLogger(OldClientNode.class);

  private final OldBase base;
  private final OldNodeOptions options;
  private final Tub tub;
  private final KnownPeers peers;
  private final Uploader uploader;
  private final Downloader downloader;
  private final NodeMaker maker;
  private final VirtualDrive drive;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Optional<OldWeb> web = Optional.empty();
  private Optional<Thread> hotline = Optional.empty();

  private OldClientNode(OldBase base, OldNodeOptions options, Tub tub) throws IOException {
    this.base = base;
    this.options = options;
    this.tub = tub;
    Duration limit = options.callLimit();
    this.peers = new KnownPeers(tub, limit);
    this.uploader =
        new Uploader(
            peers,
            secret(),
            peers::encoding,
            new Uploader.Options(
                options.layout(), SegmentPlan.DEFAULT_MAX_SEGMENT, leftOut(), limit));
    this.downloader = new Downloader(new PeerShares(peers, limit), options.random());
    this.maker =
        new NodeMaker(
            new TubDirectoryServers(tub, limit),
            downloader,
            Optional.of(uploader),
            options.random());
    this.drive = new VirtualDrive(base.folder(), maker, this::writeStartPage);
  }

  /**
   * Starts a client; what is missing in its base directory is made, but for the FURL of the
   * introducer.
   *
   * @throws IOException if something in it cannot be used
   */
  public static OldClientNode start(OldBase base, OldNodeOptions options) throws IOException {
    Furl introducer = furl(base, "introducer.furl", base.required("introducer.furl"));
    Tub tub = NodeTub.open(base, "client.port", options);
    try {
      OldClientNode node = new OldClientNode(base, options, tub);
      try {
        node.run(introducer);
      } catch (IOException | RuntimeException e) {
        node.close();
        throw e;
      }
      return node;
    } catch (IOException | RuntimeException e) {
      tub.close();
      throw e;
    }
  }

  private static Furl furl(OldBase base, String name, String text) throws IOException {
    try {
      return Furl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(base.folder().resolve(name), e.getMessage()), e);
    }
  }

  private void run(Furl introducer) throws IOException {
    ServedClient client = new ServedClient(tub.tubId(), new ServedShares(shares()));
    Furl own =
        tub.publish(
            LocalObject.of(OldRemote.Client.class, client), base.folder().resolve("myself.furl"));
    Furl control =
        tub.publish(
            LocalObject.of(
                OldRemote.ControlClient.class, new ServedControl(peers, uploader, downloader)));
    base.writeSecret("control.furl", control.text() + "\n");
    startWeb();
    tub.keepConnected(introducer, object -> hello(object, own));
    Optional<String> vdrive = base.setting("vdrive.furl").filter(text -> !text.isEmpty());
    if (vdrive.isPresent()) {
      Furl server = furl(base, "vdrive.furl", vdrive.get());
      tub.keepConnected(server, object -> connected(server, object));
    } else {
      LOG.info("there is no vdrive.furl, so neither root will be asked for");
    }
  }

  private void startWeb() throws IOException {
    Optional<String> place = base.setting("webport").filter(text -> !text.isEmpty());
    if (place.isPresent()) {
      WebPort port;
      try {
        port = WebPort.parse(place.get());
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "%s: %s".formatted(base.folder().resolve("webport"), e.getMessage()), e);
      }
      OldWeb started =
          new OldWeb(
              port.address(),
              port.port(),
              new OldWeb.Settings(
                  drive,
                  uploader,
                  base.has("webport_allow_localfile"),
                  base.folder().resolve("tmp"),
                  this::status));
      web = Optional.of(started);
      base.write("node.url", "http://127.0.0.1:%d/".formatted(started.port()));
      if (drive.hasPrivateRoot()
          && drive.privateRoot().uri() instanceof WritableDirectoryUri root) {
        writeStartPage(root);
      }
    }
    if (base.has(Hotline.FILE)) {
      hotline =
          Optional.of(
              Hotline.watch(base.folder().resolve(Hotline.FILE), options.clock(), this::close));
    }
  }

  private List<String> status() {
    return List.of(
        "Node " + tub.tubId(),
        "%d peers are connected, of %d".formatted(peers.connected().size(), peers.known()),
        "Files are encoded %d of %d"
            .formatted(peers.encoding().needed(), peers.encoding().total()));
  }

  /** The private root can only be reached by its URI, which is in this page. */
  private void writeStartPage(WritableDirectoryUri root) {
    if (web.isEmpty()) {
      return;
    }
    String url = "http://127.0.0.1:%d".formatted(web.get().port());
    String page =
        "<!DOCTYPE html>\n<html><head><title>Start</title></head><body>\n"
            + "<p><a href=\"%s/vdrive/global/\">the public drive</a></p>\n".formatted(url)
            + "<p><a href=\"%s/uri/%s/\">your private drive</a></p>\n"
                .formatted(url, root.text().replace('/', '!'))
            + "</body></html>\n";
    try {
      base.writeSecret("start.html", page);
    } catch (IOException e) {
      LOG.warn("start.html cannot be written: {}", e.getMessage());
    }
  }

  private DiskShares shares() throws IOException {
    Optional<String> limit = base.setting("sizelimit");
    OptionalLong bytes = limit.isPresent() ? SizeLimit.parse(limit.get()) : OptionalLong.empty();
    if (limit.isPresent() && bytes.isEmpty()) {
      LOG.warn("{} holds no size and is ignored", base.folder().resolve("sizelimit"));
    }
    return DiskShares.open(
        base.folder().resolve("storage"),
        new DiskShares.Settings(
            options.layout(), bytes, base.has("debug_no_storage"), options.clock()));
  }

  private ClientSecret secret() throws IOException {
    Optional<String> line = base.setting("secret");
    if (line.isPresent()) {
      try {
        return ClientSecret.parse(line.get());
      } catch (IllegalArgumentException e) {
        throw new IOException("%s holds no secret".formatted(base.folder().resolve("secret")), e);
      }
    }
    ClientSecret made = ClientSecret.random(options.random());
    base.writeSecret("secret", made.line() + "\n");
    return made;
  }

  private Optional<TubId> leftOut() {
    return base.has("push_to_ourselves") ? Optional.empty() : Optional.of(tub.tubId());
  }

  private void hello(RemoteReference introducer, Furl own)
      throws FoolscapException, InterruptedException {
    try {
      introducer
          .as(OldRemote.Introducer.class, options.callLimit())
          .hello(peers, own.text().getBytes(StandardCharsets.ISO_8859_1));
    } catch (ReportedException e) {
      throw new IllegalStateException("a proxy reports nothing", e);
    }
  }

  private void connected(Furl furl, RemoteReference object) throws InterruptedException {
    try {
      drive.connected(
          furl.text(),
          new RemoteDirectories(
              object.as(OldRemote.VirtualDriveServer.class, options.callLimit())));
    } catch (IOException e) {
      LOG.warn("the roots cannot be had: {}", e.getMessage());
    }
  }

  @Override
  public OldBase base() {
    return base;
  }

  /** Its identity. */
  public TubId nodeId() {
    return tub.tubId();
  }

  /** The nodes that it knows. */
  public KnownPeers peers() {
    return peers;
  }

  /** Uploads files. */
  public Uploader uploader() {
    return uploader;
  }

  /** Reads files. */
  public Downloader downloader() {
    return downloader;
  }

  /** Makes nodes of URIs. */
  public NodeMaker maker() {
    return maker;
  }

  /** The drive with its two roots. */
  public VirtualDrive drive() {
    return drive;
  }

  /** The port of its web server; empty if it has none. */
  public OptionalInt webPort() {
    return web.isPresent() ? OptionalInt.of(web.get().port()) : OptionalInt.empty();
  }

  @Override
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  @Override
  public void close() {
    hotline.filter(thread -> thread != Thread.currentThread()).ifPresent(Thread::interrupt);
    web.ifPresent(OldWeb::close);
    tub.close();
    stopped.countDown();
  }
}
