package org.truckee.node.directory;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.crypto.TubId;
import org.truckee.wire.http.Swissnum;

/**
 * The Foolscap name of an object: {@code pb://TUBID@HINTS/SWISSNUM} ({@code spec/09 §2.2}). Whoever
 * has the whole text may use the object: {@link #toString} leaves the swissnum out.
 *
 * @param tubId the node that has the object
 * @param hints where the node is, such as {@code tcp:192.0.2.1:3457}; may be empty
 * @param swissnum the secret name of the object in the node
 */
public record Furl(TubId tubId, List<String> hints, Swissnum swissnum) {
  private static final int MAX_LENGTH = 8192;
  private static final Pattern FORM = Pattern.compile("pb://(\\w{32})@([^/\\s]*)/([^/\\s]+)");

  /** Copies the list. */
  public Furl {
    hints = List.copyOf(hints);
  }

  /**
   * Parses a FURL.
   *
   * @throws IllegalArgumentException if it is none; the message does not repeat it
   */
  public static Furl parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !form.matches()) {
      throw new IllegalArgumentException("not a FURL: it has the form pb://TUBID@HINTS/SWISSNUM");
    }
    List<String> hints =
        List.of(form.group(2).split(",")).stream().filter(hint -> !hint.isEmpty()).toList();
    return new Furl(TubId.parse(form.group(1)), hints, new Swissnum(form.group(3)));
  }

  /** The whole FURL with its secret. */
  public String text() {
    return location() + "/" + swissnum.text();
  }

  /** The FURL without its secret. */
  @Override
  public String toString() {
    return location() + "/[secret]";
  }

  private String location() {
    return "pb://" + tubId + "@" + String.join(",", hints);
  }
}
