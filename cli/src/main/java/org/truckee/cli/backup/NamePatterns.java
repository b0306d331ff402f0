package org.truckee.cli.backup;

import java.util.List;

/** Which names are left out of a backup: those that match any of some patterns. */
final class NamePatterns {
  /** What version control systems keep for themselves. */
  static final List<String> VERSION_CONTROL =
      List.of(
          "CVS",
          "RCS",
          "SCCS",
          ".git",
          ".gitignore",
          ".cvsignore",
          ".svn",
          ".arch-ids",
          "{arch}",
          "=RELEASE-ID",
          "=meta-update",
          "=update",
          ".bzr",
          ".bzrignore",
          ".bzrtags",
          ".hg",
          ".hgignore",
          "_darcs");

  private final List<NamePattern> patterns;

  /** Blanks around a pattern do not count; an empty one matches nothing. */
  NamePatterns(List<String> patterns) {
    this.patterns =
        patterns.stream()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .distinct()
            .map(NamePattern::of)
            .toList();
  }

  /**
   * Whether one of them matches.
   *
   * @param name of a file or directory, without those that it is in
   */
  boolean match(String name) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(name));
  }
}
