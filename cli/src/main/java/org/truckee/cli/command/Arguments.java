package org.truckee.cli.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a command, told apart in the {@code getopt} manner ({@code spec/10 §1}).
 *
 * <p>Written here rather than borrowed: it is little, its texts and rules are given, and a library
 * for it took twice the time that the whole rest of a command takes to start.
 */
public final class Arguments {
  private static final String WRONG_NUMBER = "Wrong number of arguments.";

  private final Map<String, List<String>> options = new HashMap<>();
  private final List<String> words = new ArrayList<>();

  private Arguments() {}

  /**
   * Parses the arguments of a command.
   *
   * @param known the options it takes
   * @param mixed whether options may stand behind other arguments; otherwise everything behind the
   *     first one is taken as it is
   */
  public static Arguments parse(List<String> arguments, List<Option> known, boolean mixed)
      throws UsageException {
    Arguments result = new Arguments();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        result.words.addAll(arguments.subList(i + 1, arguments.size()));
        return result;
      }
      if (!argument.startsWith("-") || argument.equals("-")) {
        if (!mixed) {
          result.words.addAll(arguments.subList(i, arguments.size()));
          return result;
        }
        result.words.add(argument);
        continue;
      }
      Optional<String> next =
          i + 1 < arguments.size() ? Optional.of(arguments.get(i + 1)) : Optional.empty();
      boolean took =
          argument.startsWith("--")
              ? result.longOption(argument.substring(2), known, next)
              : result.shortOptions(argument.substring(1), known, next);
      i += took ? 1 : 0;
    }
    return result;
  }

  /** Whether the next argument was its value. */
  private boolean longOption(String text, List<Option> known, Optional<String> next)
      throws UsageException {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Option option = find(name, known);
    if (!option.takesValue()) {
      if (equals >= 0) {
        throw new UsageException("option --%s must not have an argument".formatted(name));
      }
      note(option, "");
      return false;
    }
    if (equals >= 0) {
      note(option, text.substring(equals + 1));
      return false;
    }
    note(option, required(next, "--" + name));
    return true;
  }

  private static Option find(String prefix, List<Option> known) throws UsageException {
    Set<Option> found = new LinkedHashSet<>();
    for (Option option : known) {
      for (String name : option.names()) {
        if (name.length() > 1 && name.equals(prefix)) {
          return option;
        }
        if (name.length() > 1 && name.startsWith(prefix)) {
          found.add(option);
        }
      }
    }
    if (found.size() > 1) {
      throw new UsageException("option --%s not a unique prefix".formatted(prefix));
    }
    if (found.isEmpty()) {
      List<String> names =
          known.stream()
              .flatMap(option -> option.names().stream())
              .filter(name -> name.length() > 1)
              .toList();
      throw new UsageException(
          "option --%s not recognized".formatted(prefix), Guess.hint(prefix, names, "--"));
    }
    return found.iterator().next();
  }

  private boolean shortOptions(String letters, List<Option> known, Optional<String> next)
      throws UsageException {
    for (int i = 0; i < letters.length(); i++) {
      String letter = letters.substring(i, i + 1);
      Option option =
          known.stream()
              .filter(candidate -> candidate.names().contains(letter))
              .findFirst()
              .orElseThrow(() -> new UsageException("option -%s not recognized".formatted(letter)));
      if (option.takesValue()) {
        boolean attached = i + 1 < letters.length();
        note(option, attached ? letters.substring(i + 1) : required(next, "-" + letter));
        return !attached;
      }
      note(option, "");
    }
    return false;
  }

  private void note(Option option, String value) {
    options.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
  }

  private static String required(Optional<String> value, String option) throws UsageException {
    return value.orElseThrow(
        () -> new UsageException("option %s requires argument".formatted(option)));
  }

  /** Takes over the options that were given before, to the program or the group of the command. */
  public Arguments within(Arguments group) {
    group.options.forEach(options::putIfAbsent);
    return this;
  }

  /** Whether an option was given. */
  public boolean has(Option option) {
    return options.containsKey(option.name());
  }

  /** The value of an option, the last one if it was given several times. */
  public Optional<String> value(Option option) {
    List<String> values = values(option);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
  }

  /** All values of an option in order; none if it was not given. */
  public List<String> values(Option option) {
    return List.copyOf(options.getOrDefault(option.name(), List.of()));
  }

  /** The value of an option as a number from 0 to {@code limit}, if it was given. */
  public Optional<Integer> number(Option option, int limit) throws UsageException {
    Optional<String> text = value(option);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String digits = text.get();
    if (digits.matches("[0-9]{1,9}") && Integer.parseInt(digits) <= limit) {
      return Optional.of(Integer.parseInt(digits));
    }
    throw new UsageException("--%s must be a number from 0 to %d".formatted(option.name(), limit));
  }

  /** What is no option, in order. */
  public List<String> words() {
    return words;
  }

  /** What is no option, in order; as many words as the command takes. */
  public List<String> words(int least, int most) throws UsageException {
    if (words.size() < least) {
      throw new UsageException(WRONG_NUMBER, "Something is missing, see above.");
    }
    if (words.size() > most) {
      throw new UsageException(
          WRONG_NUMBER, "There is no use for '%s'.".formatted(words.get(most)));
    }
    return words;
  }
}
