package org.truckee.foolscap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.truckee.crypto.Base32;
import org.truckee.crypto.TubId;

/**
 * The name of an object of a Tub: {@code pb://TUBID@HINT,HINT/NAME} ({@code spec/06 §2}). Whoever
 * has the whole text may use the object, so {@link #toString} leaves the name out. Two FURLs are
 * equal if Tub and name are, wherever they say that the Tub is.
 */
public final class Furl {
  private static final int MAX_LENGTH = 8192;
  private static final int TUB_ID_LENGTH = 32;
  private static final Pattern FORM = Pattern.compile("pb://([^@]+)@([^/]*)/([^\\n]+)");
  private static final Pattern TUB_ID = Pattern.compile("[a-z2-7]*", Pattern.CASE_INSENSITIVE);

  private final String tub;
  private final List<ConnectionHint> hints;
  private final String name;

  private Furl(String tub, List<ConnectionHint> hints, String name) {
    this.tub = tub;
    this.hints = List.copyOf(hints);
    this.name = name;
  }

  /** The FURL of an object of {@code tub}, which can be reached as {@code hints} say. */
  public static Furl of(TubId tub, List<ConnectionHint> hints, String name) {
    if (name.isEmpty() || name.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("the name of an object is one line and not empty");
    }
    return new Furl(tub.toString(), hints, name);
  }

  /**
   * Parses as tolerantly as existing nodes do: junk before {@code pb://} and after the first 32
   * characters of the Tub's id is ignored.
   *
   * @throws IllegalArgumentException if there is no FURL in it; the message does not repeat it
   */
  public static Furl parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a FURL of %d characters; at most %d are read".formatted(text.length(), MAX_LENGTH));
    }
    Matcher form = FORM.matcher(text);
    if (!form.find()) {
      throw new IllegalArgumentException("not a FURL: it has the form pb://TUBID@HINTS/NAME");
    }
    String tub = form.group(1);
    tub = tub.substring(0, Math.min(TUB_ID_LENGTH, tub.length()));
    if (!TUB_ID.matcher(tub).matches()) {
      throw new IllegalArgumentException(
          "not a FURL: between pb:// and @ there are 32 characters of a-z and 2-7");
    }
    return new Furl(tub, hints(form.group(2)), form.group(3));
  }

  private static List<ConnectionHint> hints(String text) {
    List<ConnectionHint> hints = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String hint : text.split(",", -1)) {
        if (hint.isEmpty()) {
          throw new IllegalArgumentException("not a FURL: one of its connection hints is empty");
        }
        hints.add(new ConnectionHint(hint));
      }
    }
    return hints;
  }

  /** The Tub as it is written here; it may be no identity that a Tub can have. */
  public String tubText() {
    return tub;
  }

  /** The Tub; empty if there can be none with this id. */
  public Optional<TubId> tubId() {
    String small = tub.toLowerCase(Locale.ROOT);
    return small.length() == TUB_ID_LENGTH && Base32.isCanonical(small)
        ? Optional.of(TubId.parse(small))
        : Optional.empty();
  }

  /** Where the Tub is said to be. */
  public List<ConnectionHint> hints() {
    return hints;
  }

  /** The name of the object, which is the right to use it. */
  public String name() {
    return name;
  }

  /** The whole FURL with its secret. */
  public String text() {
    return location() + "/" + name;
  }

  private String location() {
    return "pb://%s@%s"
        .formatted(tub, String.join(",", hints.stream().map(ConnectionHint::text).toList()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Furl that && tub.equals(that.tub) && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return 31 * tub.hashCode() + name.hashCode();
  }

  /** The FURL without its secret. */
  @Override
  public String toString() {
    return location() + "/[secret]";
  }
}
