package org.truckee.web.archive;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names of the children of one directory as an archive has them. Any text can be a name in a
 * grid; one that leads out of the folder where an archive is unpacked, or that no file system
 * takes, is changed as little as possible. For one thread.
 */
final class EntryNames {
  private final Set<String> used = new HashSet<>();

  /** The number to try next for a name; without it, many equal names would take for ever. */
  private final Map<String, Integer> next = new HashMap<>();

  /** One part of a path: not empty, without separators, and none that stands for a directory. */
  static String safe(String name) {
    StringBuilder safe = new StringBuilder(name.length());
    name.codePoints().map(EntryNames::safe).forEach(safe::appendCodePoint);
    String text = safe.toString();
    return switch (text) {
      case "", "." -> "_";
      case ".." -> "__";
      default -> text;
    };
  }

  private static int safe(int c) {
    boolean separator = c == '/' || c == '\\';
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return separator || surrogate || Character.isISOControl(c) ? '_' : c;
  }

  /** The safe name of a child, another one than those of the children before. */
  String unused(String name) {
    String safe = safe(name);
    String free = safe;
    while (!used.add(free)) {
      free = "%s (%d)".formatted(safe, next.merge(safe, 2, (last, _) -> last + 1));
    }
    return free;
  }
}
