package org.truckee.cli.completion;

import java.util.ArrayList;
import java.util.List;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandGroup;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Verb;

/**
 * A point of a command line at which something can be completed.
 *
 * @param path the words that lead there, the program first
 * @param members what can be called there; none behind a command
 * @param options what can be given there
 */
record WordPlace(List<String> path, List<Verb> members, List<Option> options) {
  WordPlace {
    path = List.copyOf(path);
    members = List.copyOf(members);
    options = List.copyOf(options);
  }

  /** All places of a program, it first. */
  static List<WordPlace> of(CommandGroup program) {
    List<WordPlace> places = new ArrayList<>();
    collect(program, List.of(), places);
    return places;
  }

  private static void collect(Verb verb, List<String> before, List<WordPlace> places) {
    List<String> path = new ArrayList<>(before);
    path.add(verb.name());
    switch (verb) {
      case CommandGroup group -> {
        places.add(new WordPlace(path, group.members(), group.options()));
        group.members().forEach(member -> collect(member, path, places));
      }
      case Command command -> {
        List<Option> options = new ArrayList<>(command.options());
        options.add(Option.HELP);
        places.add(new WordPlace(path, List.of(), options));
      }
    }
  }

  /** As it is typed. */
  String typed() {
    return String.join(" ", path);
  }

  /** The options as they are typed. */
  List<String> optionWords() {
    return options.stream().flatMap(option -> words(option).stream()).toList();
  }

  /** Those that the next word belongs to. */
  List<String> optionWordsWithValue() {
    return options.stream()
        .filter(Option::takesValue)
        .flatMap(option -> words(option).stream())
        .toList();
  }

  /** The names of an option as they are typed. */
  static List<String> words(Option option) {
    return option.names().stream().map(WordPlace::word).toList();
  }

  private static String word(String name) {
    return name.length() == 1 ? "-" + name : "--" + name;
  }
}
