package org.truckee.cli.backup;

import java.util.ArrayList;
import java.util.List;

/**
 * A shell pattern for a whole name: {@code *}, {@code ?}, {@code [abc]}, {@code [a-z]}, {@code
 * [!abc]} ({@code spec/11 §B1}). No braces, no escapes; a leading dot is nothing special. A match
 * takes at most as many steps as the lengths of pattern and name multiplied.
 */
final class NamePattern {
  /** What one place of a pattern matches. */
  private sealed interface Element {
    /** Any number of characters. */
    record Star() implements Element {}

    /** One character. */
    record One() implements Element {}

    /** That character. */
    record Literal(int character) implements Element {}

    /** One character of a set, or one that is not of it. */
    record OneOf(boolean negated, List<Range> ranges) implements Element {
      boolean contains(int character) {
        return negated != ranges.stream().anyMatch(range -> range.contains(character));
      }
    }
  }

  private record Range(int first, int last) {
    boolean contains(int character) {
      return first <= character && character <= last;
    }
  }

  private final List<Element> elements = new ArrayList<>();

  private NamePattern() {}

  static NamePattern of(String text) {
    NamePattern pattern = new NamePattern();
    int[] characters = text.codePoints().toArray();
    int at = 0;
    while (at < characters.length) {
      at = pattern.add(characters, at);
    }
    return pattern;
  }

  /** Where the next element begins. */
  private int add(int[] pattern, int at) {
    switch (pattern[at]) {
      case '*' -> elements.add(new Element.Star());
      case '?' -> elements.add(new Element.One());
      case '[' -> {
        int end = endOfSet(pattern, at + 1);
        if (end < pattern.length) {
          elements.add(set(pattern, at + 1, end));
          return end + 1;
        }
        elements.add(new Element.Literal('['));
      }
      default -> elements.add(new Element.Literal(pattern[at]));
    }
    return at + 1;
  }

  /** A bracket that closes at once is one of the set. */
  private static int endOfSet(int[] pattern, int from) {
    int at = from;
    if (at < pattern.length && pattern[at] == '!') {
      at++;
    }
    if (at < pattern.length && pattern[at] == ']') {
      at++;
    }
    while (at < pattern.length && pattern[at] != ']') {
      at++;
    }
    return at;
  }

  private static Element set(int[] pattern, int from, int end) {
    boolean negated = pattern[from] == '!';
    List<Range> ranges = new ArrayList<>();
    int at = negated ? from + 1 : from;
    while (at < end) {
      boolean range = at + 2 < end && pattern[at + 1] == '-';
      ranges.add(new Range(pattern[at], pattern[range ? at + 2 : at]));
      at += range ? 3 : 1;
    }
    return new Element.OneOf(negated, List.copyOf(ranges));
  }

  boolean matches(String name) {
    int[] text = name.codePoints().toArray();
    int element = 0;
    int at = 0;
    int star = -1;
    int taken = 0;
    while (at < text.length) {
      if (element < elements.size() && elements.get(element) instanceof Element.Star) {
        star = element++;
        taken = at;
      } else if (element < elements.size() && matches(elements.get(element), text[at])) {
        element++;
        at++;
      } else if (star >= 0) {
        // The last star takes one more; those before it need not be tried again.
        element = star + 1;
        at = ++taken;
      } else {
        return false;
      }
    }
    return elements.subList(element, elements.size()).stream()
        .allMatch(Element.Star.class::isInstance);
  }

  private static boolean matches(Element element, int character) {
    return switch (element) {
      case Element.Star _ -> throw new IllegalStateException("a star takes any number");
      case Element.One _ -> true;
      case Element.Literal literal -> literal.character() == character;
      case Element.OneOf set -> set.contains(character);
    };
  }
}
