package org.truckee.firstgen.drive;

import java.util.Arrays;
import java.util.List;

/**
 * A path in the virtual drive ({@code spec/12 §7}).
 *
 * @param isPrivate whether it begins at the private root
 * @param names from there on
 */
public record DrivePath(boolean isPrivate, List<ChildName> names) {
  private static final ChildName HOME = ChildName.of("~");

  /** Copies the list. */
  public DrivePath {
    names = List.copyOf(names);
  }

  /**
   * Reads a path such as {@code ~/music/song}. One slash at the beginning does not count.
   *
   * @throws IllegalArgumentException if a part of it is empty
   */
  public static DrivePath parse(String text) {
    String path = text.startsWith("/") ? text.substring(1) : text;
    return of(Arrays.stream(path.split("/", -1)).map(ChildName::of).toList());
  }

  /**
   * The path of these names; the public root if there are none.
   *
   * @throws IllegalArgumentException if one of them is empty
   */
  public static DrivePath of(List<ChildName> names) {
    if (names.stream().anyMatch(ChildName::isEmpty)) {
      throw new IllegalArgumentException("a part of the path is empty");
    }
    boolean home = !names.isEmpty() && names.getFirst().equals(HOME);
    return new DrivePath(home, home ? names.subList(1, names.size()) : names);
  }
}
