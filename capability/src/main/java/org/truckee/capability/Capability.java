package org.truckee.capability;

/**
 * A capability: a string that grants exactly the right to write, to read or to verify one file or
 * directory ({@code spec/01 §5}).
 *
 * <p>{@code toString} never reveals the string, because it ends up in logs; {@link #text} does.
 * Equal caps have equal texts.
 */
public sealed interface Capability permits KnownCapability, UnknownCapability {
  /** The name that error texts use for something that has none. */
  String UNNAMED = "<unknown name>";

  /** The canonical string. Whoever sees it holds the capability. */
  String text();

  /**
   * Parses {@code text}, which may stand anywhere a capability may. Never fails: a string that is
   * no capability of a known kind is an {@link UnknownCapability}, which knows what is wrong if it
   * claims to be of a known kind.
   */
  static Capability parse(String text) {
    return parse(text, false, UNNAMED);
  }

  /**
   * Parses the capability of the child {@code name} of a directory ({@code spec/01 §5.3}). Never
   * fails.
   *
   * @param deepImmutable whether everything below the directory has to be immutable; a mutable cap
   *     then is an {@link UnknownCapability} with a {@link CapabilityProblem.MustBeDeepImmutable}
   */
  static Capability parse(String text, boolean deepImmutable, String name) {
    return CapabilityParser.parse(text, deepImmutable, name);
  }
}
