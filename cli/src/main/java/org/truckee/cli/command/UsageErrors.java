package org.truckee.cli.command;

/** How a group of commands tells that its command line is wrong ({@code spec/10 §1, §9}). */
public enum UsageErrors {
  /** As the program itself does: the help and the error on standard output, exit status 1. */
  OF_PROGRAM("must specify a command", "Unknown command: %s"),

  /** As the program itself does, of a command that has commands. */
  OF_GROUP("must specify a subcommand", "Unknown command: %s"),

  /** A line of usage and the error on standard error, exit status 2. */
  SHORT("Missing command.", "No such command '%s'.");

  private final String missing;
  private final String unknown;

  UsageErrors(String missing, String unknown) {
    this.missing = missing;
    this.unknown = unknown;
  }

  /** The error of who names no command. */
  UsageException missing() {
    return new UsageException(missing);
  }

  /** The error of who names a command that does not exist. */
  UsageException unknown(String word, String hint) {
    return new UsageException(unknown.formatted(word), hint);
  }

  /**
   * Tells an error.
   *
   * @param help the help of the innermost command that was named
   * @return the exit status
   */
  public int tell(String help, UsageException error, Streams streams) throws CommandException {
    String hint = error.hint().isEmpty() ? "" : error.hint() + "\n";
    return switch (this) {
      case OF_PROGRAM, OF_GROUP -> {
        String text = "%s\n%struckee:  %s\n\n".formatted(help, hint, error.getMessage());
        new Output(streams.out()).write(text);
        yield 1;
      }
      case SHORT -> {
        boolean noneNamed = error.getMessage().equals(missing);
        String usage = help.substring(0, help.indexOf('\n') + 1);
        String about = noneNamed ? help : usage + "Try '--help' for help.\n";
        streams.err().print("%s\nError: %s\n%s".formatted(about, error.getMessage(), hint));
        yield 2;
      }
    };
  }
}
