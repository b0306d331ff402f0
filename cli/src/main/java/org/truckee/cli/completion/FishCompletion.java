package org.truckee.cli.completion;

import java.util.List;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Verb;

/** For fish. */
final class FishCompletion {
  private static final String HEAD =
      """
      # Completion for fish: %1$s completion fish > ~/.config/fish/completions/%1$s.fish

      # Whether the words so far, without options and their values, are exactly these.
      function __%1$s_is_at
        set -l with_value %2$s
        set -l typed
        set -l skip no
        for word in (commandline -opc)
          if test $skip = yes
            set skip no
          else if contains -- $word $with_value
            set skip yes
          else if not string match -q -- '-*' $word
            set -a typed $word
          end
        end
        test "$typed" = "$argv"
      end

      # Whether the words so far begin with these.
      function __%1$s_is_below
        string match -q -- "$argv*" (string match -v -- '-*' (commandline -opc) | string join ' ')
      end

      """;

  private FishCompletion() {}

  static String of(String program, List<WordPlace> places) {
    String withValue =
        String.join(
            " ",
            places.stream()
                .flatMap(place -> place.optionWordsWithValue().stream())
                .distinct()
                .toList());
    StringBuilder script = new StringBuilder(HEAD.formatted(program, withValue));
    for (WordPlace place : places) {
      for (Verb member : place.members()) {
        script.append(
            "complete -c %s -n '__%s_is_at %s' -f -a %s -d %s\n"
                .formatted(
                    program, program, place.typed(), member.name(), quoted(member.summary())));
      }
      for (Option option : place.options()) {
        script.append(
            "complete -c %s -n '__%s_%s %s'%s%s -d %s\n"
                .formatted(
                    program,
                    program,
                    place.members().isEmpty() ? "is_below" : "is_at",
                    place.typed(),
                    names(option),
                    option.takesValue() ? " -r" : "",
                    quoted(option.description())));
      }
    }
    return script.toString();
  }

  private static String names(Option option) {
    StringBuilder names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.length() == 1 ? " -s " : " -l ").append(name);
    }
    return names.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
