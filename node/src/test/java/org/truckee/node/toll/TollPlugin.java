package org.truckee.node.toll;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.truckee.foolscap.FoolscapException;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.ReportedException;
import org.truckee.foolscap.remote.Limit;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteName;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.foolscap.value.Reference;
import org.truckee.http.HttpServer;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.ServerUnavailableException;
import org.truckee.storage.StorageServer;
import org.truckee.wire.foolscap.FoolscapStorageClient;
import org.truckee.wire.foolscap.FoolscapStorageServer;
import org.truckee.wire.plugin.StoragePlugin;

/**
 * An example of a storage plugin: whoever pays the toll is shown the way to the plain storage
 * server.
 */
public final class TollPlugin implements StoragePlugin {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final AtomicInteger PAID = new AtomicInteger();

  /** The gate to a storage server. */
  @RemoteName("RITollGate.truckee.example")
  public interface Gate {
    /** The storage server, for a coin. */
    Reference enter(@Limit(100) byte[] coin)
        throws FoolscapException, InterruptedException, ReportedException;
  }

  @Override
  public String name() {
    return "toll";
  }

  @Override
  public AnnounceableStorageServer server(
      Map<String, String> configuration, LocalStorageServer anonymous) throws IOException {
    String coin = configuration.get("coin");
    if (coin == null) {
      throw new IOException("[storageserver.plugins.toll]coin is missing");
    }
    Gate gate =
        paid -> {
          if (!new String(paid, StandardCharsets.UTF_8).equals(coin)) {
            throw new ReportedException(RemoteFailure.assertionError("that is no coin"));
          }
          PAID.incrementAndGet();
          return FoolscapStorageServer.of(anonymous);
        };
    return new AnnounceableStorageServer(
        Map.of("currency", configuration.getOrDefault("currency", "gold")),
        LocalObject.of(Gate.class, gate));
  }

  @Override
  public StorageServer client(
      Map<String, String> configuration, Map<String, Object> announcement, RemoteReference object) {
    String coin = configuration.get(String.valueOf(announcement.get("currency")));
    Way way = new Way(object, coin);
    return (StorageServer)
        Proxy.newProxyInstance(
            StorageServer.class.getClassLoader(), new Class<?>[] {StorageServer.class}, way::call);
  }

  @Override
  public Optional<HttpServer.Handlers> web(Map<String, String> configuration) {
    return Optional.of(
        exchange -> {
          exchange.setContentType("text/plain;charset=utf-8");
          exchange.respond(
              200,
              ByteBuffer.wrap(
                  "%s: %d coins paid at %s"
                      .formatted(configuration.keySet(), PAID.get(), exchange.rawPath())
                      .getBytes(StandardCharsets.UTF_8)));
        });
  }

  /** The way to a storage server, which is paid for when it is first gone. */
  private static final class Way {
    private final RemoteReference gate;
    private final String coin;
    private Optional<StorageServer> behind = Optional.empty();

    Way(RemoteReference gate, String coin) {
      this.gate = gate;
      this.coin = coin;
    }

    Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(behind(), arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }

    private synchronized StorageServer behind() throws Exception {
      if (behind.isEmpty()) {
        try {
          Reference server =
              gate.as(Gate.class, LIMIT).enter(coin.getBytes(StandardCharsets.UTF_8));
          behind = Optional.of(new FoolscapStorageClient((RemoteReference) server, LIMIT));
        } catch (FoolscapException e) {
          throw new ServerUnavailableException("the gate stays closed: " + e.getMessage(), e);
        }
      }
      return behind.get();
    }
  }
}
