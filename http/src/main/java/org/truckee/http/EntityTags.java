package org.truckee.http;

import java.util.Arrays;

/** Conditional requests. */
public final class EntityTags {
  private EntityTags() {}

  /**
   * Whether one of the tags of an {@code If-None-Match} header is this one. Tags without quotes
   * count too, since those of the reference have none ({@code spec/08 §9.1}).
   */
  public static boolean matches(String ifNoneMatch, String tag) {
    return Arrays.stream(ifNoneMatch.split("[\\s,]+"))
        .map(word -> word.startsWith("W/") ? word.substring(2) : word)
        .anyMatch(word -> word.equals("*") || word.equals(tag) || word.equals("\"" + tag + "\""));
  }
}
