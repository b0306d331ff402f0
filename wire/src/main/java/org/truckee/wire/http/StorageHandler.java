package org.truckee.wire.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.http.Exchange;
import org.truckee.http.HttpServer;
import org.truckee.http.RefusedException;
import org.truckee.storage.BadWriteEnablerException;
import org.truckee.storage.ConflictingWriteException;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.DataTooLargeException;
import org.truckee.storage.NoSpaceException;
import org.truckee.storage.StorageException;
import org.truckee.storage.UploadGoneException;
import org.truckee.storage.WrongKindException;
import org.truckee.wire.Swissnum;

/** Answers every request: the checks of {@code spec/05 §3.1} in their order, then the route. */
final class StorageHandler implements HttpServer.Handlers {
  private static final Logger LOG = LoggerFactory.getLogger(StorageHandler.class);

  /** What a client that has the swissnum may send in vain without losing its connection. */
  private static final long MAXIMUM_DISCARD = 8L << 20;

  private final byte[] authorization;
  private final StorageRoutes routes;

  StorageHandler(Swissnum swissnum, StorageRoutes routes) {
    this.authorization = authorization(swissnum).getBytes(StandardCharsets.US_ASCII);
    this.routes = routes;
  }

  /** The value of the {@code Authorization} header that goes with a swissnum. */
  static String authorization(Swissnum swissnum) {
    return "Tahoe-LAFS " + Base64.getEncoder().encodeToString(swissnum.bytes());
  }

  @Override
  public void handle(Exchange http) throws IOException, InterruptedException {
    StorageExchange exchange = new StorageExchange(http);
    try {
      try {
        answer(exchange);
      } catch (StorageException e) {
        throw refusal(exchange, e);
      } catch (RuntimeException e) {
        LOG.error("{} could not be answered", exchange.method(), e);
        throw new RefusedException(500, "Processing failed");
      }
    } catch (RefusedException e) {
      refuse(exchange, e);
    }
  }

  private void answer(StorageExchange exchange) throws IOException, InterruptedException {
    Optional<Target> target = target(exchange);
    if (target.isEmpty()) {
      return;
    }
    authorize(exchange);
    exchange.http().discardUpTo(MAXIMUM_DISCARD);
    SecretHeaders secrets =
        SecretHeaders.parse(
            exchange.headers(SecretKind.HEADER), target.get().secrets(exchange.method()));
    routes.serve(target.get(), exchange, secrets);
  }

  /** What the request is about; empty if that has been answered already. */
  private static Optional<Target> target(StorageExchange exchange)
      throws IOException, InterruptedException {
    String path = exchange.path();
    Optional<Target> target = Target.parse(path);
    if (target.isEmpty()) {
      String clean = path.replaceAll("/{2,}", "/");
      if (!clean.equals(path) && Target.parse(clean).isPresent()) {
        exchange.setHeader("Location", clean);
        exchange.page(308, "Permanent Redirect");
      } else {
        exchange.page(404, "Not Found");
      }
      return Optional.empty();
    }
    if (!target.get().methods().contains(exchange.method())) {
      exchange.setHeader("Allow", String.join(", ", target.get().methods()));
      exchange.page(405, "Method Not Allowed");
      return Optional.empty();
    }
    return target;
  }

  private void authorize(StorageExchange exchange) throws RefusedException {
    byte[] sent = exchange.header("Authorization").orElse("").getBytes(StandardCharsets.ISO_8859_1);
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

  private static RefusedException refusal(StorageExchange exchange, StorageException failure) {
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
  private static void refuse(StorageExchange exchange, RefusedException refusal)
      throws IOException, InterruptedException {
    if (exchange.http().committed()) {
      throw new IOException("the answer broke off with status " + refusal.status());
    }
    if (refusal.status() == 408) {
      exchange.http().close();
    }
    exchange.text(refusal.status(), refusal.getMessage());
  }
}
