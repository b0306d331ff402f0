package org.truckee.grid;

import java.util.Comparator;

/** The order of names of children: by code points, which is also that of the bytes of UTF-8. */
public final class NameOrder {
  /** The order, other than that of strings for characters that need two places in them. */
  public static final Comparator<String> BY_CODE_POINTS = NameOrder::compare;

  private NameOrder() {}

  private static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        return rank(left) - rank(right);
      }
    }
    return a.length() - b.length();
  }

  /** Surrogates belong to characters behind all those that need none. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
