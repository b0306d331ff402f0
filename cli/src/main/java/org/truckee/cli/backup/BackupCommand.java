package org.truckee.cli.backup;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.AtOnce;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.cli.gateway.RemoteName;

/** {@code truckee backup} ({@code spec/11 §B}). */
public final class BackupCommand implements Command {
  private static final Option VERBOSE = Option.flag("say what is done", "verbose", "v");
  private static final Option EXCLUDE =
      Option.value("PATTERN", "leave out what is called like that, as in '*~'", "exclude")
          .repeated();
  private static final Option EXCLUDE_FROM =
      Option.value(
              "FILE",
              "leave out what the lines of a file say, each a PATTERN",
              "exclude-from-utf-8")
          .repeated();
  private static final Option EXCLUDE_VCS =
      Option.flag("leave out what version control keeps, such as .git", "exclude-vcs");
  private static final Option IGNORE_TIMESTAMPS =
      Option.flag("store all files again, changed or not", "ignore-timestamps");
  private static final Option JSON =
      Option.flag("say at the end what there was, as JSON, and nothing before", "json");
  private static final int SOMETHING_LEFT_OUT = 2;

  private final InstantSource clock;

  /** With the time of day, which goes into the name of the backup. */
  public BackupCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "backup";
  }

  @Override
  public String summary() {
    return "store a directory as it is now, beside earlier backups of it";
  }

  @Override
  public String synopsis() {
    return "FROM TO";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Stores the directory FROM of this machine in TO/Archives, under the time, as directories"
            + " that nobody can change, and has TO/Latest lead there. Files that are as they were"
            + " at the last backup are not read again, and take no space a second time; the node"
            + " directory has a database of them.",
        "Symbolic links, sockets and the like, and what cannot be read, are named and left out; the"
            + " exit status is 2 then. A backup that is cut off goes on where it was when it is"
            + " begun again.");
  }

  @Override
  public List<Option> options() {
    return List.of(
        VERBOSE,
        EXCLUDE,
        EXCLUDE_FROM,
        EXCLUDE_VCS,
        IGNORE_TIMESTAMPS,
        AtOnce.JOBS,
        JSON,
        GatewayOptions.NODE_URL,
        GatewayOptions.DIR_CAP);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    List<String> words = arguments.words(2, 2);
    Path from = LocalFile.argument(words.get(0), session);
    NamePatterns excluded = excluded(arguments, session);
    int most = AtOnce.jobs(arguments);
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    String place = Aliases.of(arguments, session).expand(words.get(1));
    Path file = GatewayOptions.directory(session).resolve("private/backupdb.sqlite");
    try (BackupDatabase database = BackupDatabase.open(file, clock);
        BackupReport report =
            new BackupReport(session, detail(arguments, session), System::nanoTime)) {
      BackupGrid grid = new BackupGrid(gateway);
      if (!database.isOfGrid(grid.servers())) {
        report.otherGrid();
      }
      Snapshots snapshots =
          Snapshots.in(RemoteName.withoutSlash(RemoteName.path(place)), grid, clock);
      Recheck recheck = new Recheck(clock, () -> ThreadLocalRandom.current().nextDouble());
      boolean ignoreTimestamps = arguments.has(IGNORE_TIMESTAMPS);
      TreeBackup backup =
          new TreeBackup(
              new FileStation(database, grid, recheck, report, ignoreTimestamps),
              new DirectoryStation(database, grid, recheck, report),
              report);
      TreeBackup.count(new Walk(from, excluded), report);
      Optional<String> top = backup.store(new Walk(from, excluded), most);
      String name =
          snapshots.add(
              top.orElseThrow(
                  () ->
                      new CommandException(
                          "error: nothing was stored: '%s' cannot be read as a directory"
                              .formatted(from))));
      finish(arguments, session, report, name);
    }
  }

  private static void finish(Arguments arguments, Session session, BackupReport report, String name)
      throws CommandException {
    if (arguments.has(JSON)) {
      report.close();
      session.print(report.totals().json(name, report.elapsed()));
    } else {
      report.summary();
    }
    if (report.totals().anythingLeftOut()) {
      throw CommandException.silent(SOMETHING_LEFT_OUT);
    }
  }

  private static BackupReport.Detail detail(Arguments arguments, Session session) {
    if (session.quiet() || arguments.has(JSON)) {
      return BackupReport.Detail.WARNINGS;
    }
    return arguments.has(VERBOSE) ? BackupReport.Detail.STEPS : BackupReport.Detail.PROGRESS;
  }

  private static NamePatterns excluded(Arguments arguments, Session session)
      throws CommandException {
    List<String> patterns = new ArrayList<>(arguments.values(EXCLUDE));
    for (String name : arguments.values(EXCLUDE_FROM)) {
      Path file = LocalFile.path(name, session);
      try {
        patterns.addAll(Files.readAllLines(file));
      } catch (CharacterCodingException e) {
        throw new CommandException(
            "Error opening exclude file '%s'. (Error: it is no UTF-8 text)".formatted(file), e);
      } catch (IOException e) {
        throw new CommandException(
            "Error opening exclude file '%s'. (Error: %s)"
                .formatted(file, LocalFile.reason(file, e)),
            e);
      }
    }
    if (arguments.has(EXCLUDE_VCS)) {
      patterns.addAll(NamePatterns.VERSION_CONTROL);
    }
    return new NamePatterns(patterns);
  }
}
