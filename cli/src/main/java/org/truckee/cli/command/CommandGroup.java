package org.truckee.cli.command;

import java.util.List;
import java.util.Optional;

/**
 * Commands that belong together and are called by the name of the group and their own, as in {@code
 * truckee admin …}. The program itself is one.
 *
 * @param errors how it tells that its command line is wrong
 */
public record CommandGroup(
    String name, String summary, List<Option> options, List<Verb> members, UsageErrors errors)
    implements Verb {
  public CommandGroup {
    options = List.copyOf(options);
    members = List.copyOf(members);
  }

  /** A group within the program. */
  public static CommandGroup of(String name, String summary, Verb... members) {
    return new CommandGroup(
        name, summary, List.of(Option.HELP), List.of(members), UsageErrors.OF_GROUP);
  }

  /**
   * The member that the first of some words names.
   *
   * @throws UsageException if there is no word, or no such member
   */
  public Verb member(List<String> words) throws UsageException {
    if (words.isEmpty()) {
      throw errors.missing();
    }
    return member(words.getFirst());
  }

  /** The member with a name. */
  public Optional<Verb> find(String word) {
    for (Verb member : members) {
      if (member.name().equals(word)) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  /**
   * The member of a name.
   *
   * @throws UsageException if there is no such member; says which one may have been meant
   */
  public Verb member(String word) throws UsageException {
    Optional<Verb> found = find(word);
    if (found.isPresent()) {
      return found.get();
    }
    List<String> names = members.stream().map(Verb::name).toList();
    throw errors.unknown(word, Guess.hint(word, names, ""));
  }
}
