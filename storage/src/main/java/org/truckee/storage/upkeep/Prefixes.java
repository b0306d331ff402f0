package org.truckee.storage.upkeep;

import java.util.ArrayList;
import java.util.List;

/** The names of all prefix directories, in the order of a walk ({@code spec/04 §14.1}). */
final class Prefixes {
  /** The 32 characters of base32, ascending. */
  private static final String CHARACTERS = "234567abcdefghijklmnopqrstuvwxyz";

  static final List<String> ALL = all();

  private Prefixes() {}

  private static List<String> all() {
    List<String> all = new ArrayList<>();
    for (char first : CHARACTERS.toCharArray()) {
      for (char second : CHARACTERS.toCharArray()) {
        all.add("" + first + second);
      }
    }
    return List.copyOf(all);
  }
}
