package org.truckee.wire.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.StorageException;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WrongKindException;

/** Answers every request: the checks of {@code spec/05 §3.1} in their order, then the route. */
final class StorageHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(StorageHandler.class);

  private final byte[] authorization;
  private final ServerLimits limits;
  private final ConnectionWatch watch;
  private final Routes routes;

  StorageHandler(Swissnum swissnum, ServerLimits limits, ConnectionWatch watch, Routes routes) {
    this.authorization = authorization(swissnum).getBytes(StandardCharsets.US_ASCII);
    this.limits = limits;
    this.watch = watch;
    this.routes = routes;
  }

  /** The value of the {@code Authorization} header that goes with a swissnum. */
  static String authorization(Swissnum swissnum) {
    return "Tahoe-LAFS " + Base64.getEncoder().encodeToString(swissnum.bytes());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, limits, watch);
    Connection connection = request.getConnectionMetaData().getConnection();
    watch.busy(connection);
    Request.addCompletionListener(request, failure -> watch.resting(connection));
    try {
      answer(exchange);
      callback.succeeded();
    } catch (IOException e) {
      LOG.debug("a client went away: {}", e.toString());
      callback.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callback.failed(e);
    }
    return true;
  }

  private void answer(Exchange exchange) throws IOException, InterruptedException {
    boolean authorized = false;
    try {
      try {
        Target target = target(exchange);
        if (target == null) {
          return;
        }
        authorize(exchange);
        authorized = true;
        SecretHeaders secrets =
            SecretHeaders.parse(
                exchange.headers(SecretKind.HEADER), target.secrets(exchange.method()));
        routes.serve(target, exchange, secrets);
      } catch (StorageException e) {
        throw refusal(exchange, e);
      } catch (RuntimeException e) {
        LOG.error("{} could not be answered", exchange.method(), e);
        throw new RefusedException(500, "Processing failed");
      }
    } catch (RefusedException e) {
      refuse(exchange, e, authorized);
    }
  }

  /** What the request is about; null if that has been answered already. */
  private static Target target(Exchange exchange)
      throws RefusedException, IOException, InterruptedException {
    String path = exchange.path();
    Optional<Target> target = Target.parse(path);
    if (target.isEmpty()) {
      exchange.discardBody(false);
      String clean = path.replaceAll("/{2,}", "/");
      if (!clean.equals(path) && Target.parse(clean).isPresent()) {
        exchange.setHeader("Location", clean);
        exchange.page(308, "Permanent Redirect");
      } else {
        exchange.page(404, "Not Found");
      }
      return null;
    }
    if (!target.get().methods().contains(exchange.method())) {
      exchange.discardBody(false);
      exchange.setHeader("Allow", String.join(", ", target.get().methods()));
      exchange.page(405, "Method Not Allowed");
      return null;
    }
    return target.get();
  }

  private void authorize(Exchange exchange) throws RefusedException {
    String header = exchange.header("Authorization");
    byte[] sent = header == null ? new byte[0] : header.getBytes(StandardCharsets.ISO_8859_1);
    if (MessageDigest.isEqual(sent, authorization)) {
      return;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(sent));
    } catch (CharacterCodingException e) {
      throw new RefusedException(400, "Bad Authorization header");
    }
    throw new RefusedException(401, "Wrong Authorization header");
  }

  private static RefusedException refusal(Exchange exchange, StorageException failure) {
    boolean write = exchange.method().equals("PATCH");
    return switch (failure) {
      case BadWriteEnablerException e -> new RefusedException(401);
      case UploadGoneException e -> new RefusedException(404);
      case ConflictingWriteException e -> new RefusedException(409);
      case DataTooLargeException e -> new RefusedException(write ? 416 : 413);
      case NoSpaceException e -> new RefusedException(507, "No space left");
      case WrongKindException e ->
          new RefusedException(409, "A file of another kind has this storage index");
      case CorruptContainerException e -> {
        LOG.warn("a request met a damaged share", e);
        yield new RefusedException(409, "A share there is damaged or of another kind");
      }
      default -> {
        LOG.error("{} failed in the store", exchange.method(), failure);
        yield new RefusedException(500, "Processing failed");
      }
    };
  }

  /** Answers with an error; a client that has the swissnum may go on to use its connection. */
  private static void refuse(Exchange exchange, RefusedException refusal, boolean authorized)
      throws IOException, InterruptedException {
    if (exchange.committed()) {
      throw new IOException("the answer broke off with status " + refusal.status());
    }
    int status = refusal.status();
    try {
      if (status != 408) {
        exchange.discardBody(authorized);
      }
    } catch (RefusedException tooSlow) {
      status = tooSlow.status();
    }
    if (status == 408) {
      exchange.setHeader("Connection", "close");
    }
    exchange.text(status, refusal.getMessage());
  }
}
