package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandGroup;
import org.truckee.cli.command.Help;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.UsageErrors;
import org.truckee.cli.command.Verb;

/** The help of all commands that there are. */
class HelpTest {
  private static RunningProgram run(List<String> path, String... more) {
    List<String> words = new ArrayList<>(path.subList(1, path.size()));
    words.addAll(List.of(more));
    return new RunningProgram().run(words.toArray(String[]::new));
  }

  private record Called(List<String> path, Verb verb) {
    Stream<Called> withMembers() {
      return switch (verb) {
        case Command _ -> Stream.of(this);
        case CommandGroup group ->
            Stream.concat(
                Stream.of(this),
                group.members().stream().map(this::below).flatMap(Called::withMembers));
      };
    }

    private Called below(Verb member) {
      List<String> longer = new ArrayList<>(path);
      longer.add(member.name());
      return new Called(longer, member);
    }

    List<Option> options() {
      return switch (verb) {
        case Command command -> command.options();
        case CommandGroup group -> group.options();
      };
    }
  }

  private static Stream<Called> all() {
    return new Called(List.of("truckee"), Main.program()).withMembers();
  }

  @TestFactory
  Stream<DynamicTest> everyHelpNamesEveryOptionThatItsCommandTakes() {
    return all()
        .map(
            called ->
                DynamicTest.dynamicTest(
                    String.join(" ", called.path()), () -> helpNamesEverything(called)));
  }

  private static void helpNamesEverything(Called called) {
    RunningProgram program = run(called.path(), "--help");
    assertThat(program.status()).isZero();
    assertThat(program.err()).isEmpty();
    String help = program.out();
    assertThat(help).startsWith("Usage: " + String.join(" ", called.path()) + " [OPTIONS]");
    assertThat(help.lines()).allMatch(line -> line.length() <= 80);
    List<Option> options = new ArrayList<>(called.options());
    options.add(Option.HELP);
    for (Option option : options) {
      for (String name : option.names()) {
        String dashes = name.length() == 1 ? "-" : "--";
        assertThat(help).containsPattern("[ ,]" + dashes + name + "(=|,| |\\n)");
      }
      String firstWords = option.description().split(" ", 3)[0];
      assertThat(help).contains(firstWords);
      option.metavar().ifPresent(metavar -> assertThat(help).contains("=" + metavar));
    }
    List<String> words = new ArrayList<>(called.path());
    words.add(1, "help");
    assertThat(run(words).out()).as("truckee help …").isEqualTo(help);
  }

  @Test
  void theProgramListsItsCommands() {
    String help = run(List.of("truckee"), "help").out();
    Main.program().members().forEach(verb -> assertThat(help).contains("  " + verb.name() + " "));
  }

  @Test
  void aGroupListsItsMembersAndRepeatableOptionsSaySo() {
    Option exclude = Option.value("PATTERN", "leave files out", "exclude", "x").repeated();
    CommandGroup group =
        new CommandGroup(
            "admin",
            "For operators.",
            List.of(exclude),
            List.of(new GetCommand()),
            UsageErrors.OF_GROUP);
    assertThat(Help.of(group, List.of("truckee", "admin")))
        .isEqualTo(
            """
            Usage: truckee admin [OPTIONS] COMMAND ...

            For operators.

            Commands:
              get  fetch a file

            Options:
              -x, --exclude=PATTERN       leave files out; may be repeated

            'truckee admin COMMAND --help' says more.
            """);
  }
}
