package org.truckee.grid;

import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.CapabilityProblem;
import org.truckee.capability.UnknownCapability;

/**
 * The two cap strings of a link, and what the place of the link demands ({@code spec/03 §4.2}). A
 * caller that has one string and does not know what it grants puts it into the write slot.
 *
 * @param readWrite the write slot; an empty string counts as none
 * @param readOnly the read slot; likewise
 * @param deepImmutable whether all that is below has to be immutable
 * @param name of the link, for errors
 */
public record CapSlots(
    Optional<String> readWrite, Optional<String> readOnly, boolean deepImmutable, String name) {
  static final String IMMUTABLE = "imm.";
  private static final String READ_ONLY = "ro.";

  /** Takes no nulls. */
  public CapSlots {
    readWrite = readWrite.filter(text -> !text.isEmpty());
    readOnly = readOnly.filter(text -> !text.isEmpty());
  }

  /** A cap that stands alone. */
  public static CapSlots of(String text) {
    return new CapSlots(Optional.of(text), Optional.empty(), false, Capability.UNNAMED);
  }

  /** What the fuller of the two slots has, as this place understands it. */
  public Optional<Capability> best() {
    return readWrite.or(() -> readOnly).map(this::parse);
  }

  /** The node of caps of which no node of a known kind can be made ({@code spec/03 §4.4}). */
  public UnknownNode unknown() {
    if (readWrite.isPresent() && readOnly.isEmpty()) {
      return isMarked(readWrite.get())
          ? kept(Optional.empty(), readWrite.get())
          : UnknownNode.refused(
              new CapabilityProblem.MustNotBeUnknownWrite(
                  "a cap of an unknown kind may only be linked together with its read cap",
                  name,
                  deepImmutable));
    }
    if (readWrite.isPresent() && deepImmutable) {
      return refusedAsMutable("a write cap of an unknown kind cannot be linked here");
    }
    if (readWrite.isPresent() && readOnly.get().startsWith(IMMUTABLE)) {
      return refusedAsMutable("what cannot change has no write cap");
    }
    return readOnly.isPresent()
        ? kept(readWrite, readOnly.get())
        : new UnknownNode(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Whether a string says of itself that it does not grant writing here. */
  private boolean isMarked(String text) {
    return text.startsWith(IMMUTABLE) || !deepImmutable && text.startsWith(READ_ONLY);
  }

  private UnknownNode refusedAsMutable(String problem) {
    return UnknownNode.refused(new CapabilityProblem.MustBeDeepImmutable(problem, name));
  }

  private UnknownNode kept(Optional<String> write, String read) {
    if (parse(read) instanceof UnknownCapability unknown && unknown.problem().isPresent()) {
      return UnknownNode.refused(unknown.problem().get());
    }
    return new UnknownNode(
        deepImmutable ? Optional.empty() : write.map(CapSlots::opaque),
        Optional.of(opaque(marked(read))),
        Optional.empty());
  }

  private String marked(String read) {
    if (read.startsWith(IMMUTABLE)) {
      return read;
    }
    if (!deepImmutable) {
      return read.startsWith(READ_ONLY) ? read : READ_ONLY + read;
    }
    return IMMUTABLE + (read.startsWith(READ_ONLY) ? read.substring(READ_ONLY.length()) : read);
  }

  private Capability parse(String text) {
    return Capability.parse(text, deepImmutable, name);
  }

  private static Capability opaque(String text) {
    return new UnknownCapability(text, Optional.empty());
  }

  /** Reveals nothing. */
  @Override
  public String toString() {
    return "the caps of a link";
  }
}
