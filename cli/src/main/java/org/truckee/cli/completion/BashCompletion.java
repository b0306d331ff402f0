package org.truckee.cli.completion;

import java.util.List;
import org.truckee.cli.command.Verb;

/** For bash, of any age: needs nothing beside it. */
final class BashCompletion {
  private static final String HEAD =
      """
      # Completion for bash. In ~/.bashrc: eval "$(%1$s completion bash)"

      # What can come behind some words: commands, options, options with a value.
      _%1$s_at() {
        case $1 in
      """;

  private static final String TAIL =
      """
          *) commands= options= values= ;;
        esac
      }

      _%1$s() {
        local path=%1$s at=1 word commands options values
        local current=${COMP_WORDS[COMP_CWORD]}
        COMPREPLY=()
        _%1$s_at "$path"
        while [ "$at" -lt "$COMP_CWORD" ]; do
          word=${COMP_WORDS[at]}
          at=$((at + 1))
          case $word in
            -*)
              case " $values " in
                *" $word "*)
                  # Its value: --name value, or --name = value, as bash takes it apart.
                  [ "${COMP_WORDS[at]}" = = ] && at=$((at + 1))
                  [ "$at" -ge "$COMP_CWORD" ] && return
                  at=$((at + 1))
                  ;;
              esac
              ;;
            *)
              case " $commands " in
                *" $word "*)
                  path="$path $word"
                  _%1$s_at "$path"
                  ;;
              esac
              ;;
          esac
        done
        case $current in
          -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
          *) COMPREPLY=($(compgen -W "$commands" -- "$current")) ;;
        esac
      }

      complete -o default -F _%1$s %1$s
      """;

  private BashCompletion() {}

  static String of(String program, List<WordPlace> places) {
    StringBuilder script = new StringBuilder(HEAD.formatted(program));
    for (WordPlace place : places) {
      script.append(
          "    '%s')\n      commands='%s'\n      options='%s'\n      values='%s'\n      ;;\n"
              .formatted(
                  place.typed(),
                  String.join(" ", place.members().stream().map(Verb::name).toList()),
                  String.join(" ", place.optionWords()),
                  String.join(" ", place.optionWordsWithValue())));
    }
    return script.append(TAIL.formatted(program)).toString();
  }
}
