package org.truckee.cli;

import java.util.ArrayList;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.AtOnce;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;

/** {@code truckee cp} ({@code spec/10 §4.7}). */
final class CpCommand implements Command {
  private static final Option RECURSIVE =
      Option.flag("copy directories with all that is in them", "recursive", "r");
  private static final Option VERBOSE = Option.flag("say what is done", "verbose", "v");
  private static final Option RESUME =
      Option.flag(
          "leave files as they are that are there already, as large and no older", "resume");
  private static final Option JSON = Option.flag("say at the end what there was, as JSON", "json");
  private static final Option CAPS_ONLY =
      Option.flag("copy not the contents of files but their read capabilities", "caps-only");

  @Override
  public String name() {
    return "cp";
  }

  @Override
  public String summary() {
    return "copy files and directories to, from and within the grid";
  }

  @Override
  public String synopsis() {
    return "FROM... TO";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Copies files, and with -r directories. FROM and TO are places on the grid, as in"
            + " ALIAS:PATH or DIRCAP/PATH, or files of this machine. If TO is a directory, or there"
            + " are several FROM, the copies come into it under their names; the contents of a"
            + " directory whose capability stands alone come into it directly. A TO that is missing"
            + " is made.",
        "What fails is said and passed over, and the exit status is 1. Copied again, files that are"
            + " on the grid already take no space a second time;"
            + " with --resume they are not even read again.");
  }

  @Override
  public List<Option> options() {
    return List.of(
        RECURSIVE,
        VERBOSE,
        CAPS_ONLY,
        RESUME,
        AtOnce.JOBS,
        JSON,
        GatewayOptions.NODE_URL,
        GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    List<String> words = arguments.words();
    if (words.size() < 2) {
      throw new UsageException("cp requires at least two arguments");
    }
    int most = AtOnce.jobs(arguments);
    Aliases aliases = Aliases.of(arguments, session);
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    String to = words.getLast();
    List<String> from = words.subList(0, words.size() - 1);
    CopyDestination target = CopyDestination.examine(to, aliases, gateway, session);
    List<CopySource> sources =
        sources(
            from, aliases, new GridSources(gateway, aliases, arguments.has(CAPS_ONLY)), session);
    boolean toFile = isFile(target, to, sources, arguments.has(RECURSIVE));
    if (!toFile) {
      requireNames(from, sources);
    }
    try (CopyReport report =
        new CopyReport(session.streams(), detail(arguments, session), System::nanoTime)) {
      if (toFile) {
        copy((CopySource.File) sources.getFirst(), target, report);
      } else {
        new CopyTree(target.folder(), report, most, arguments.has(RESUME)).copy(sources);
      }
      if (arguments.has(JSON)) {
        session.print(report.json());
      }
      report.requireNoFailures();
    }
    if (!arguments.has(JSON)) {
      session.print(toFile ? "Success: file copied" : "Success: files copied");
    }
  }

  private static CopyReport.Detail detail(Arguments arguments, Session session) {
    if (session.quiet()) {
      return CopyReport.Detail.FAILURES;
    }
    return arguments.has(VERBOSE) ? CopyReport.Detail.LINES : CopyReport.Detail.BAR;
  }

  private static List<CopySource> sources(
      List<String> from, Aliases aliases, GridSources grid, Session session)
      throws CommandException {
    List<CopySource> sources = new ArrayList<>();
    for (String argument : from) {
      sources.add(
          aliases.isRemote(argument) ? grid.find(argument) : LocalSources.find(argument, session));
    }
    return sources;
  }

  /** Whether the target is or becomes a file; fails if it cannot be what it has to be. */
  private static boolean isFile(
      CopyDestination target, String to, List<CopySource> sources, boolean recursive)
      throws CommandException {
    boolean folders = sources.stream().anyMatch(CopySource.Folder.class::isInstance);
    if (folders && !recursive) {
      throw new CommandException("cannot copy directories without --recursive");
    }
    boolean becomesFile = sources.size() == 1 && !folders;
    boolean isFile =
        switch (target.state()) {
          case FILE -> true;
          case MISSING -> becomesFile;
          case DIRECTORY -> false;
        };
    if (isFile && to.endsWith("/")) {
      throw new CommandException("target is not a directory, but ends with a slash");
    }
    if (isFile && sources.size() > 1) {
      throw new CommandException("copying multiple things requires target be a directory");
    }
    if (isFile && folders) {
      throw new CommandException("cannot copy directory into a file");
    }
    return isFile;
  }

  private static void requireNames(List<String> from, List<CopySource> sources)
      throws CommandException {
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) instanceof CopySource.File file && file.name().isEmpty()) {
        throw new CommandException(
            "when copying into a directory, all source files must have names, but '%s' is unnamed"
                .formatted(from.get(i)));
      }
    }
  }

  private static void copy(CopySource.File file, CopyDestination target, CopyReport report)
      throws CommandException {
    report.begin(1, 1, file.size().orElse(0));
    target.write(file, report::moved);
    report.fileDone();
    report.folderDone();
  }

  /** A name that says of itself that it is a directory, and is none. */
  static CommandException notDirectory(String argument) {
    return new CommandException(
        "source ''%s'' is not a directory, but ends with a slash".formatted(argument));
  }
}
