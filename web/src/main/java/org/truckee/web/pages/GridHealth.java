package org.truckee.web.pages;

import java.util.OptionalInt;
import org.truckee.grid.EncodingParameters;

/**
 * How the grid is, in a sentence, and what can be done.
 *
 * @param state good, doubtful or bad
 * @param sentence what is the case
 * @param loss what an upload of now can bear to lose; empty if there can be none
 * @param advice what to do; empty if nothing has to be done
 */
public record GridHealth(State state, String sentence, String loss, String advice) {
  /** How good it is. */
  public enum State {
    /** Everything answers. */
    GOOD("good"),
    /** It works, but something is missing. */
    DOUBTFUL("doubtful"),
    /** Something does not work. */
    BAD("bad");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** As style sheets call it. */
    public String word() {
      return word;
    }
  }

  /**
   * What is known of the servers.
   *
   * @param known how many there are
   * @param connected how many of them answer
   * @param roomy how many of those have room
   * @param introduced whether introducers tell of servers
   */
  public record Servers(int known, int connected, int roomy, boolean introduced) {}

  /** The health of a grid whose new files are spread by these parameters. */
  public static GridHealth of(Servers servers, EncodingParameters encoding) {
    if (servers.known() == 0) {
      return bad(
          "No storage server is known: nothing can be stored or read.", nobodyKnown(servers));
    }
    if (servers.connected() == 0) {
      return bad(
          "None of the %s answers: nothing can be stored or read."
              .formatted(count(servers.known(), "known storage server")),
          "Is this machine connected? If it is, ask the operators of the servers below.");
    }
    if (servers.roomy() < encoding.happy()) {
      return bad(
          "Files can be read as far as their shares lie on the %s here, but not stored: that takes"
                  .formatted(count(servers.connected(), "server"))
              + " %d with room, and %d %s."
                  .formatted(
                      encoding.happy(), servers.roomy(), servers.roomy() == 1 ? "has" : "have"),
          "Wait for more servers, add some, or set a smaller shares.happy in tahoe.cfg.");
    }
    String loss = loss(bearable(servers.roomy(), encoding));
    int missing = servers.known() - servers.connected();
    return missing == 0
        ? new GridHealth(
            State.GOOD,
            servers.known() == 1
                ? "The only storage server answers."
                : "All %d storage servers answer.".formatted(servers.known()),
            loss,
            "")
        : new GridHealth(
            State.DOUBTFUL,
            "Files can be stored and read, but %s of %d %s not answer."
                .formatted(missing, servers.known(), missing == 1 ? "servers does" : "servers do"),
            loss,
            "If they stay away, check your files and repair them.");
  }

  private static GridHealth bad(String sentence, String advice) {
    return new GridHealth(State.BAD, sentence, "", advice);
  }

  private static String nobodyKnown(Servers servers) {
    return servers.introduced()
        ? "The introducer has not told of any yet: wait a minute, then ask its operator."
        : "Name an introducer in private/introducers.yaml or servers in private/servers.yaml, and"
            + " restart the node.";
  }

  private static String loss(OptionalInt bearable) {
    if (bearable.isEmpty()) {
      return "";
    }
    return bearable.getAsInt() == 0
        ? "What is stored now is lost with any of them."
        : "What is stored now comes back without any %s of them."
            .formatted(bearable.getAsInt() == 1 ? "one" : bearable.getAsInt());
  }

  /**
   * How many servers may be lost, whichever they are, when shares are spread as evenly as they can
   * be.
   */
  private static OptionalInt bearable(int servers, EncodingParameters encoding) {
    if (servers == 0) {
      return OptionalInt.empty();
    }
    int each = encoding.total() / servers;
    int withOneMore = encoding.total() % servers;
    int left = encoding.total();
    int lost = 0;
    while (lost < servers) {
      left -= lost < withOneMore ? each + 1 : each;
      if (left < encoding.needed()) {
        break;
      }
      lost++;
    }
    return OptionalInt.of(lost);
  }

  private static String count(int number, String what) {
    return number == 1 ? "one " + what : number + " " + what + "s";
  }
}
