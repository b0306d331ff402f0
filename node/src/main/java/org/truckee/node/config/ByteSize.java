package org.truckee.node.config;

import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of space as people write them: {@code 5G}, {@code 100MiB} ({@code spec/09 §4.6}). */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,40})([KMGTPE]?)(I?)B?");
  private static final String PREFIXES = "KMGTPE";

  private ByteSize() {}

  /** The number of bytes; empty if the text is no size or does not fit a {@code long}. */
  static OptionalLong parse(String text) {
    Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    int exponent = form.group(2).isEmpty() ? 0 : PREFIXES.indexOf(form.group(2)) + 1;
    long base = form.group(3).isEmpty() ? 1000 : 1024;
    BigInteger bytes =
        new BigInteger(form.group(1)).multiply(BigInteger.valueOf(base).pow(exponent));
    return bytes.bitLength() < Long.SIZE
        ? OptionalLong.of(bytes.longValueExact())
        : OptionalLong.empty();
  }
}
