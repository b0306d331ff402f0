package org.truckee.web.api;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.http.HttpServer;

/** What storage plugins show below {@code /storage-plugins/NAME} ({@code spec/08 §18.7}). */
final class PluginResources {
  private static final Pattern PATH = Pattern.compile("/storage-plugins(?:/([^/]*)(?:/.*)?)?");

  private final Map<String, HttpServer.Handlers> plugins;

  PluginResources(Map<String, HttpServer.Handlers> plugins) {
    this.plugins = Map.copyOf(plugins);
  }

  /**
   * Answers a request that is for a plugin.
   *
   * @return whether it was one
   * @throws WebException if there is no such plugin
   */
  boolean answer(WebRequest request) throws IOException, WebException, InterruptedException {
    Matcher path = PATH.matcher(request.http().rawPath());
    if (!path.matches()) {
      return false;
    }
    if (path.group(1) == null || path.group(1).isEmpty()) {
      throw WebException.page(
          405, "Method Not Allowed", "Name a storage plugin: /storage-plugins/NAME");
    }
    Optional<HttpServer.Handlers> plugin = Optional.ofNullable(plugins.get(path.group(1)));
    plugin
        .orElseThrow(() -> WebException.page(404, "There is no such storage plugin."))
        .handle(request.http());
    return true;
  }
}
