package org.truckee.foolscap.remote;

import java.util.List;
import java.util.Optional;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.TokenType;
import org.truckee.foolscap.value.Sequence;

/**
 * What may arrive at some place of a message ({@code spec/06 §10.1}). It is applied to the head of
 * every token, before its body is read and memory is spent on it.
 */
public sealed interface Constraint {
  /** The most bytes of a number where the schema does not say. */
  int ANY_INTEGER_BYTES = 1000;

  /** Everything; the size of the message is the limit. */
  record Any() implements Constraint {}

  /** A byte string of so many bytes. */
  record BytesOf(long min, long max) implements Constraint {}

  /** A byte string of at most so many bytes that is not kept in memory. */
  record StreamOf(long max) implements Constraint {}

  /** A number whose magnitude has at most so many bytes. */
  record IntegerOf(int maxBytes) implements Constraint {}

  /** A number of any kind. */
  record RealNumber() implements Constraint {}

  /** Text of at most so many bytes. */
  record TextOf(long max) implements Constraint {}

  /** A truth value. */
  record Truth() implements Constraint {}

  /** Nothing. */
  record Nothing() implements Constraint {}

  /** A list or set of at most so many equal things. */
  record ManyOf(Sequence.Kind kind, Constraint item, int max) implements Constraint {}

  /** A tuple of exactly these. */
  record TupleOf(List<Constraint> items) implements Constraint {}

  /** A dict of at most so many entries. */
  record DictOf(Constraint key, Constraint value, int max) implements Constraint {}

  /** Nothing, or something. */
  record OptionalOf(Constraint some) implements Constraint {}

  /**
   * An object of the other side; the name of its interface is checked when the call is complete.
   */
  record ReferenceOf() implements Constraint {}

  /** Everything. */
  Constraint ANY = new Any();

  /**
   * Judges a token that is neither OPEN nor CLOSE.
   *
   * @param size what its header says: the length of a body, or the value itself
   * @throws ViolationException if it may not stand here
   * @throws BananaException if it may not and existing nodes hang up on it
   */
  default void checkToken(TokenType type, long size) throws ViolationException, BananaException {
    switch (this) {
      case Any _ -> checkSize(type, size, Long.MAX_VALUE, ANY_INTEGER_BYTES);
      case BytesOf bytes -> checkBytes(type, size, bytes.max);
      case StreamOf stream -> checkBytes(type, size, stream.max);
      case IntegerOf integer -> {
        rejectUnless(isInteger(type), type, "a number");
        checkSize(type, size, 0, integer.maxBytes);
      }
      case RealNumber _ -> {
        rejectUnless(isInteger(type) || type == TokenType.FLOAT, type, "a number");
        checkSize(type, size, 0, ANY_INTEGER_BYTES);
      }
      case OptionalOf optional -> {
        rejectUnless(optional.some.opentype().isEmpty(), type, "nothing, or a sequence");
        optional.some.checkToken(type, size);
      }
      case ManyOf _, TupleOf _, DictOf _, ReferenceOf _ ->
          throw new ViolationException(
              "%s token instead of %s".formatted(type, opentype().orElseThrow()));
      case TextOf _, Truth _, Nothing _ ->
          throw new BananaException(
              "%s token instead of %s".formatted(type, opentype().orElseThrow()));
    }
  }

  /**
   * Judges the kind of a sequence.
   *
   * @return the constraint for what is inside
   * @throws ViolationException if it may not stand here
   */
  default Constraint forSequence(String opentype) throws ViolationException {
    Optional<String> wanted = opentype();
    boolean right =
        switch (this) {
          case Any _ -> true;
          case OptionalOf optional -> {
            if (opentype.equals("none")) {
              yield true;
            }
            yield optional.some.opentype().filter(opentype::equals).isPresent();
          }
          case ReferenceOf _ ->
              opentype.equals("my-reference") || opentype.equals("their-reference");
          // A set that cannot change is accepted wherever a set is.
          case ManyOf many when many.kind == Sequence.Kind.SET ->
              opentype.equals("set") || opentype.equals("immutable-set");
          default -> wanted.filter(opentype::equals).isPresent();
        };
    if (!right) {
      throw new ViolationException(
          "%s instead of %s".formatted(opentype, wanted.orElse("a plain value")));
    }
    return this instanceof OptionalOf optional
        ? opentype.equals("none") ? new Nothing() : optional.some
        : this;
  }

  /** The kind of sequence that is wanted; empty if none is. */
  private Optional<String> opentype() {
    return switch (this) {
      case Any _, BytesOf _, StreamOf _, IntegerOf _, RealNumber _ -> Optional.empty();
      case TextOf _ -> Optional.of("unicode");
      case Truth _ -> Optional.of("boolean");
      case Nothing _ -> Optional.of("none");
      case ManyOf many -> Optional.of(many.kind.opentype());
      case TupleOf _ -> Optional.of("tuple");
      case DictOf _ -> Optional.of("dict");
      case OptionalOf optional -> optional.some.opentype();
      case ReferenceOf _ -> Optional.of("my-reference");
    };
  }

  private static void checkBytes(TokenType type, long size, long max) throws ViolationException {
    rejectUnless(type == TokenType.STRING || type == TokenType.VOCAB, type, "a byte string");
    checkSize(type, size, max, 0);
  }

  private static boolean isInteger(TokenType type) {
    return switch (type) {
      case INT, NEG, LONGINT, LONGNEG -> true;
      default -> false;
    };
  }

  private static void rejectUnless(boolean right, TokenType type, String wanted)
      throws ViolationException {
    if (!right) {
      throw new ViolationException("%s token instead of %s".formatted(type, wanted));
    }
  }

  private static void checkSize(TokenType type, long size, long maxString, int maxInteger)
      throws ViolationException {
    long max =
        switch (type) {
          case STRING -> maxString;
          case LONGINT, LONGNEG -> maxInteger;
          default -> Long.MAX_VALUE;
        };
    if (size > max) {
      throw new ViolationException("%s token too large: %d>%d".formatted(type, size, max));
    }
  }
}
