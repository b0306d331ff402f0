package org.truckee.firstgen.node;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.truckee.firstgen.share.ShareLayout;

/**
 * What a base directory does not say.
 *
 * @param layout the form of shares that are uploaded and kept
 * @param loopbackOnly whether the node can be reached from this machine only
 * @param callLimit how long a call to another node may take
 * @param reconnect how long to wait before a lost connection is made again
 * @param clock tells the time
 * @param random makes keys and names; has to be secure outside tests
 */
public record OldNodeOptions(
    ShareLayout layout,
    boolean loopbackOnly,
    Duration callLimit,
    Duration reconnect,
    Clock clock,
    SecureRandom random) {

  /** For nodes that others can reach. */
  public static OldNodeOptions defaults() {
    return new OldNodeOptions(
        ShareLayout.B,
        false,
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        Clock.systemUTC(),
        new SecureRandom());
  }

  /** These options with another form of shares. */
  public OldNodeOptions withLayout(ShareLayout form) {
    return new OldNodeOptions(form, loopbackOnly, callLimit, reconnect, clock, random);
  }

  /** These options for nodes that only this machine reaches. */
  public OldNodeOptions onLoopback() {
    return new OldNodeOptions(layout, true, callLimit, reconnect, clock, random);
  }
}
