package org.truckee.web.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps the pages of other sites from using this one through the browser of somebody who may. What
 * changes something is done only for requests of our own pages and of programs; and while only this
 * machine is listened to, only under the names of this machine, or the page of an attacker could
 * have its own name lead here. Programs, which say nothing of where they come from, notice nothing.
 */
final class SiteGuard {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  /** What browsers say of requests that no page of another origin has caused. */
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9a-f:.]+]|[^:\\[\\]]+)(?::[0-9]{1,5})?");
  private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9]{1,3}(\\.[0-9]{1,3}){3}");

  private final boolean loopback;

  /** For a site at an address, which is a number or the name of a loopback. */
  SiteGuard(String address) {
    this.loopback = isLoopback(address);
  }

  /**
   * Lets a request pass.
   *
   * @throws WebException 403 if it comes from a page of another site
   */
  void check(WebRequest request) throws WebException {
    Optional<String> host = request.header("Host").map(name -> name.toLowerCase(Locale.ROOT));
    if (loopback && host.isPresent() && !isOfThisMachine(host.get())) {
      throw WebException.text(
          403,
          "this node only answers under the names of this machine, such as 127.0.0.1 and"
              + " localhost");
    }
    if (!READING.contains(request.method()) && isForeign(request, host.orElse(""))) {
      throw WebException.text(
          403, "a page of another site asks for this; only the pages of this node may");
    }
  }

  private static boolean isForeign(WebRequest request, String host) {
    boolean foreignSite =
        request.header("Sec-Fetch-Site").filter(site -> !OWN.contains(site)).isPresent();
    boolean foreignOrigin =
        request
            .header("Origin")
            .filter(
                origin ->
                    !origin.toLowerCase(Locale.ROOT).matches("https?://" + Pattern.quote(host)))
            .isPresent();
    return foreignSite || foreignOrigin;
  }

  private static boolean isOfThisMachine(String host) {
    Matcher parts = HOST.matcher(host);
    return parts.matches() && isLoopback(parts.group(1));
  }

  private static boolean isLoopback(String host) {
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    if (!ADDRESS.matcher(host).matches() && !host.contains(":")) {
      return false;
    }
    try {
      // A number is only parsed, nobody is asked.
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
