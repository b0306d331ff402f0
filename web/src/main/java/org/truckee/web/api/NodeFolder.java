package org.truckee.web.api;

import java.nio.file.Path;

/**
 * The folder of the node, as far as the web server has to do with it ({@code spec/08 §1, §18}).
 *
 * @param path of the folder
 * @param staticFiles what {@code /static} shows; need not be there
 */
public record NodeFolder(Path path, Path staticFiles) {
  /** The token that {@code /private} asks for; a new one with each start. */
  Path apiToken() {
    return path.resolve("private").resolve("api_auth_token");
  }

  /** Where reports of incidents go. */
  Path incidents() {
    return path.resolve("logs").resolve("incidents");
  }

  /** The secret that makes equal files of this node, and of no other, one. */
  Path convergence() {
    return path.resolve("private").resolve("convergence");
  }

  /** What names its user gives to capabilities; need not be there. */
  Path aliases() {
    return path.resolve("private").resolve("aliases");
  }
}
