package org.truckee.cli.completion;

import java.util.List;
import java.util.stream.Collectors;
import org.truckee.cli.command.Option;

/** For zsh. */
final class ZshCompletion {
  private static final String HEAD =
      """
      #compdef %1$s
      # Completion for zsh: as a file _%1$s in a folder of $fpath, or
      # source <(%1$s completion zsh)

      # What can come behind some words: commands and options, each with what it does, and options
      # with a value.
      _%1$s_at() {
        case $1 in
      """;

  private static final String TAIL =
      """
          *) commands=() options=() values=() ;;
        esac
      }

      _%1$s() {
        local at=2 word path_typed=%1$s
        local -a commands options values
        _%1$s_at "$path_typed"
        while (( at < CURRENT )); do
          word=${words[at]}
          (( at++ ))
          if [[ $word == -* ]]; then
            if (( ${values[(Ie)$word]} )); then
              (( at >= CURRENT )) && { _files; return }
              (( at++ ))
            fi
          elif (( ${#${(M)commands:#${word}:*}} )); then
            path_typed="$path_typed $word"
            _%1$s_at "$path_typed"
          fi
        done
        if [[ ${words[CURRENT]} == -* ]]; then
          _describe -o option options
        elif (( ${#commands} )); then
          _describe command commands
        else
          _files
        fi
      }

      if [[ $funcstack[1] == _%1$s ]]; then
        _%1$s "$@"
      else
        compdef _%1$s %1$s
      fi
      """;

  private ZshCompletion() {}

  static String of(String program, List<WordPlace> places) {
    StringBuilder script = new StringBuilder(HEAD.formatted(program));
    for (WordPlace place : places) {
      script.append(
          "    '%s')\n      commands=(%s)\n      options=(%s)\n      values=(%s)\n      ;;\n"
              .formatted(
                  place.typed(),
                  place.members().stream()
                      .map(member -> described(member.name(), member.summary()))
                      .collect(Collectors.joining(" ")),
                  place.options().stream()
                      .flatMap(option -> described(option).stream())
                      .collect(Collectors.joining(" ")),
                  String.join(" ", place.optionWordsWithValue())));
    }
    return script.append(TAIL.formatted(program)).toString();
  }

  private static List<String> described(Option option) {
    return WordPlace.words(option).stream()
        .map(word -> described(word, option.description()))
        .toList();
  }

  private static String described(String word, String about) {
    return "'%s:%s'".formatted(word, about.replace("'", "'\\''"));
  }
}
