package org.truckee.foolscap.negotiation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From which to which version a side understands something.
 *
 * @param min the lowest version
 * @param max the highest version
 */
public record VersionRange(int min, int max) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s+(\\d{1,6})\\s*");

  static VersionRange parse(String text) throws Refusal {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw Refusal.internal("a range of versions that is not two numbers");
    }
    return new VersionRange(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }

  /**
   * The highest version that both understand.
   *
   * @param what completes the sentence that says that there is none
   */
  int best(VersionRange theirs, String what) throws Refusal {
    int best = Math.min(max, theirs.max);
    if (best < min) {
      throw Refusal.saying("I can't handle %s %d".formatted(what, best));
    }
    if (best < theirs.min) {
      throw Refusal.saying("You can't handle %s %d".formatted(what, best));
    }
    return best;
  }

  @Override
  public String toString() {
    return min + " " + max;
  }
}
