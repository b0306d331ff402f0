package org.truckee.node.config;

import java.nio.file.Path;

/** What {@code ~} stands for. */
public final class UserHome {
  private UserHome() {}

  /** The directory that {@code HOME} names, as shells have it; otherwise the one of the account. */
  public static Path path() {
    String home = System.getenv("HOME");
    return Path.of(home != null && !home.isEmpty() ? home : System.getProperty("user.home"));
  }

  /** Puts it in the place of a {@code ~} that stands alone or before a slash. */
  public static Path expand(String path) {
    return path.equals("~") || path.startsWith("~/")
        ? path().resolve(path.substring(Math.min(2, path.length())))
        : Path.of(path);
  }
}
