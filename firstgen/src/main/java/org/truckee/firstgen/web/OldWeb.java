package org.truckee.firstgen.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.DriveNode;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.firstgen.drive.NoSuchChildException;
import org.truckee.firstgen.drive.NotMutableException;
import org.truckee.firstgen.drive.VirtualDrive;
import org.truckee.firstgen.upload.Uploader;
import org.truckee.firstgen.uri.OldUri;
import org.truckee.http.Exchange;
import org.truckee.http.HttpLimits;
import org.truckee.http.HttpServer;
import org.truckee.http.HttpThreads;
import org.truckee.http.PercentEncoding;
import org.truckee.http.RefusedException;

/** The web server of a client: it finds what a path means and who answers ({@code spec/12 §15}). */
public final class OldWeb implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OldWeb.class);
  private static final int REQUESTS_AT_ONCE = 64;

  private final Settings settings;
  private final HttpThreads threads = new HttpThreads("firstgen-web");
  private final HttpServer server;
  private final Changes changes;

  /**
   * What the server shows.
   *
   * @param drive with its two roots
   * @param uploader of files without a name
   * @param localFiles whether clients on this machine may name its files
   * @param spool where bodies lie until they are uploaded
   * @param status what the first page says
   */
  public record Settings(
      VirtualDrive drive, Uploader uploader, boolean localFiles, Path spool, Status status) {}

  /** What the first page says. */
  @FunctionalInterface
  public interface Status {
    /** Lines of text, each about one thing. */
    List<String> lines();
  }

  /**
   * Starts it.
   *
   * @param address of this machine; port 0 for any that is free
   * @throws IOException if it cannot listen there
   */
  public OldWeb(String address, int port, Settings settings) throws IOException {
    this.settings = settings;
    this.changes = new Changes(settings);
    try {
      this.server =
          HttpServer.builder(threads, this::handle)
              .limits(HttpLimits.forPeople(REQUESTS_AT_ONCE))
              .listen(address, port)
              .start();
    } catch (IOException e) {
      threads.close();
      throw e;
    }
  }

  /** The port it listens at. */
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    threads.close();
  }

  private void handle(Exchange exchange) throws IOException, InterruptedException {
    try {
      route(WebRequest.of(exchange));
    } catch (RefusedException e) {
      throw e;
    } catch (NoSuchChildException e) {
      throw new RefusedException(404, e.getMessage());
    } catch (NotMutableException | IllegalArgumentException e) {
      throw new RefusedException(400, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      if (exchange.committed()) {
        throw e;
      }
      LOG.info("a request could not be carried out: {}", e.getMessage());
      boolean reading = exchange.headOnly() || exchange.method().equals("GET");
      throw new RefusedException(reading ? 410 : 500, String.valueOf(e.getMessage()));
    }
  }

  private void route(WebRequest request) throws IOException, InterruptedException {
    switch (request.part(0)) {
      case "" -> home(request);
      case "vdrive" -> {
        if (!request.part(1).equals("global")) {
          throw new RefusedException(404, "there are /vdrive/global and /uri/URI");
        }
        serve(request, settings.drive().publicRoot(), request.names(2));
      }
      case "uri" -> {
        if (request.part(1).isEmpty()) {
          uri(request);
        } else {
          serve(request, node(request.part(1)), request.names(2));
        }
      }
      default -> throw new RefusedException(404, "there are /vdrive/global and /uri/URI");
    }
  }

  /** Slashes of a URI are written as exclamation marks. */
  private DriveNode node(String part) {
    return settings.drive().node(OldUri.parse(part.replace('!', '/')));
  }

  private void home(WebRequest request) throws IOException, InterruptedException {
    requireMethod(request, "GET");
    Html page = new Html("Truckee, first generation");
    settings.status().lines().forEach(page::line);
    if (settings.drive().hasPublicRoot()) {
      page.link("/vdrive/global/", "the public drive");
    }
    page.question("/uri", "open", Html.Field.text("uri", "What has the URI"))
        .answer(request.exchange());
  }

  private void uri(WebRequest request) throws IOException, InterruptedException {
    Exchange exchange = request.exchange();
    if (exchange.method().equals("PUT") && request.t().isEmpty()) {
      changes.uploadUnlinked(request);
      return;
    }
    requireMethod(request, "GET");
    String uri =
        request
            .argument("uri")
            .orElseThrow(() -> new RefusedException(400, "GET /uri needs the argument uri="));
    String rest =
        request.arguments().stream()
            .filter(argument -> !argument.name().equals("uri"))
            .map(Object::toString)
            .collect(Collectors.joining("&"));
    String target = "/uri/" + PercentEncoding.encode(uri.replace('/', '!')).replace("%21", "!");
    redirect(exchange, rest.isEmpty() ? target : target + "?" + rest);
  }

  static void redirect(Exchange exchange, String target) throws IOException, InterruptedException {
    exchange.setHeader("Location", target);
    exchange.respond(302, ByteBuffer.allocate(0));
  }

  static void requireMethod(WebRequest request, String... allowed) throws RefusedException {
    String method = request.exchange().headOnly() ? "GET" : request.exchange().method();
    if (!List.of(allowed).contains(method)) {
      throw new RefusedException(405, "this cannot be done with " + method);
    }
  }

  private void serve(WebRequest request, DriveNode root, List<ChildName> names)
      throws IOException, InterruptedException {
    switch (request.exchange().method()) {
      case "GET", "HEAD" -> show(request, target(root, names));
      case "PUT" -> changes.put(request, directory(root), names);
      case "POST" -> changes.post(request, directory(target(root, names)));
      case "DELETE" -> changes.delete(request, directory(root), names);
      default ->
          throw new RefusedException(
              405, "this cannot be done with " + request.exchange().method());
    }
  }

  private static DriveNode target(DriveNode root, List<ChildName> names)
      throws IOException, InterruptedException {
    return names.isEmpty() ? root : directory(root).atPath(names);
  }

  private static DirectoryNode directory(DriveNode node) throws RefusedException {
    return switch (node) {
      case DirectoryNode directory -> directory;
      case FileNode _ -> throw new RefusedException(400, "this is a file and no directory");
    };
  }

  private void show(WebRequest request, DriveNode node) throws IOException, InterruptedException {
    switch (node) {
      case FileNode file -> FileAnswers.answer(request, file, changes.localFiles());
      case DirectoryNode directory -> {
        if (request.t().equals("download")) {
          changes.localFiles().download(request, directory);
        } else {
          DirectoryAnswers.answer(request, directory);
        }
      }
    }
  }

  /** Answers with a text. */
  static void text(Exchange exchange, int status, String text)
      throws IOException, InterruptedException {
    exchange.setContentType("text/plain;charset=utf-8");
    exchange.respond(status, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }
}
