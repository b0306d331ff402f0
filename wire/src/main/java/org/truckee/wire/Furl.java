package org.truckee.wire;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.crypto.TubId;

/**
 * The Foolscap name of an object: {@code pb://TUBID@HINTS/NAME} ({@code spec/06 §2}). Whoever has
 * the whole text may use the object: {@link #toString} leaves the name out.
 *
 * @param tubId the node that has the object
 * @param hints where the node is, such as {@code tcp:192.0.2.1:3457}; may be empty
 * @param swissnum the secret name of the object in the node
 */
public record Furl(TubId tubId, List<String> hints, Swissnum swissnum) {
  private static final int MAX_LENGTH = 8192;
  private static final int TUB_ID = 32;
  private static final Pattern FORM = Pattern.compile("pb://([^@]{32,})@([^/]*)/(.+)");

  /** Copies the list. */
  public Furl {
    hints = List.copyOf(hints);
  }

  /**
   * Parses a FURL as leniently as the reference ({@code spec/06 §2.1}): what stands before it on
   * its line and behind the tub id is overlooked.
   *
   * @throws IllegalArgumentException if it is none; the message does not repeat it
   */
  public static Furl parse(String text) {
    Matcher form = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !form.find()) {
      throw new IllegalArgumentException("not a FURL: it has the form pb://TUBID@HINTS/NAME");
    }
    return new Furl(
        TubId.parse(form.group(1).substring(0, TUB_ID)),
        hints(form.group(2)),
        new Swissnum(form.group(3)));
  }

  private static List<String> hints(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> hints = List.of(text.split(",", -1));
    if (hints.contains("")) {
      throw new IllegalArgumentException("not a FURL: one of its hints is empty");
    }
    return hints;
  }

  /** Whether another FURL names the same object, wherever it says that its node is. */
  public boolean isSameObject(Furl other) {
    return tubId.equals(other.tubId) && swissnum.equals(other.swissnum);
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
