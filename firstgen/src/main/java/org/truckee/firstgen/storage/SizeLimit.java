package org.truckee.firstgen.storage;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of the file {@code sizelimit} ({@code spec/12 §9.6}). */
public final class SizeLimit {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})([kKmMgG]?)[bB]?");

  private SizeLimit() {}

  /** The limit in bytes; empty if the text is none. */
  public static OptionalLong parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    long factor =
        switch (form.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> 1_000L;
          case "m" -> 1_000_000L;
          case "g" -> 1_000_000_000L;
          default -> 1L;
        };
    long number = Long.parseLong(form.group(1));
    return OptionalLong.of(number > Long.MAX_VALUE / factor ? Long.MAX_VALUE : number * factor);
  }
}
