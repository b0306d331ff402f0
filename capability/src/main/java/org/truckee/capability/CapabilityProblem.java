package org.truckee.capability;

/**
 * Why a string that claims to be of a known kind is not accepted ({@code spec/01 §5.3}). The
 * messages reveal nothing of the string but its kind.
 */
public sealed interface CapabilityProblem {
  /** What is wrong, for the eyes of a user. */
  String message();

  /** The text is damaged: what follows the prefix is not what the kind demands. */
  record BadUri(String message) implements CapabilityProblem {}

  /**
   * A mutable cap where everything has to be immutable.
   *
   * @param name of the child whose cap it is
   */
  record MustBeDeepImmutable(String message, String name) implements CapabilityProblem {}

  /**
   * A write cap where only a read cap may stand.
   *
   * @param name of the child whose cap it is
   */
  record MustBeReadonly(String message, String name) implements CapabilityProblem {}

  /**
   * A cap of an unknown kind that may grant writing, without the read cap that belongs to it.
   *
   * @param name of the child whose cap it is
   * @param immutable whether everything has to be immutable there
   */
  record MustNotBeUnknownWrite(String message, String name, boolean immutable)
      implements CapabilityProblem {}
}
