package org.truckee.wire.plugin;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.truckee.foolscap.remote.LocalObject;
import org.truckee.foolscap.remote.RemoteReference;
import org.truckee.http.HttpServer;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.StorageServer;

/**
 * A way to keep shares beside the plain one, such as one that is paid for ({@code spec/07 §14}).
 * Implementations are found by {@link java.util.ServiceLoader} and have a public constructor
 * without arguments.
 *
 * <p>A node uses a plugin as a server where {@code [storage]plugins} names it, and as a client
 * where {@code [client]storage.plugins} does.
 */
public interface StoragePlugin {
  /** Its name in configurations and announcements: one segment of a URL path. */
  String name();

  /**
   * The storage server that a node offers by way of this plugin.
   *
   * @param configuration {@code [storageserver.plugins.NAME]}
   * @param anonymous the plain storage server of the node
   * @throws IOException if it cannot be had; the node does not start then
   */
  AnnounceableStorageServer server(Map<String, String> configuration, LocalStorageServer anonymous)
      throws IOException;

  /**
   * The storage server that somebody else offers by way of this plugin. It is made anew for each
   * connection; nothing is to be asked yet.
   *
   * @param configuration {@code [storageclient.plugins.NAME]} of this node
   * @param announcement what the plugin there has announced
   * @param object the object that it serves
   */
  StorageServer client(
      Map<String, String> configuration, Map<String, Object> announcement, RemoteReference object);

  /**
   * What the web API of a client shows below {@code /storage-plugins/NAME}; asked for once.
   *
   * @param configuration {@code [storageclient.plugins.NAME]}
   */
  default Optional<HttpServer.Handlers> web(Map<String, String> configuration) {
    return Optional.empty();
  }

  /**
   * A storage server that can be announced.
   *
   * @param announcement what clients have to know beside its FURL: text, numbers, truth values,
   *     lists and maps of those
   * @param storageServer the object that they call
   */
  record AnnounceableStorageServer(Map<String, Object> announcement, LocalObject storageServer) {
    /** Copies the map. */
    public AnnounceableStorageServer {
      announcement = Map.copyOf(announcement);
    }
  }
}
