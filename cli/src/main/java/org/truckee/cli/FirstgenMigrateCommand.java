package org.truckee.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.GatewayOptions;
import org.truckee.firstgen.download.Downloader;
import org.truckee.firstgen.drive.DirectoryFiles;
import org.truckee.firstgen.drive.DirectoryFolders;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.NodeMaker;
import org.truckee.firstgen.rescue.GridVisitor;
import org.truckee.firstgen.rescue.Journal;
import org.truckee.firstgen.rescue.Rescue;
import org.truckee.firstgen.rescue.RescueReport;
import org.truckee.firstgen.storage.ShareFolders;
import org.truckee.firstgen.uri.DirectoryUri;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteKey;

/** {@code truckee firstgen migrate}. */
final class FirstgenMigrateCommand implements Command {
  private static final Option SHARES =
      Option.value("DIR", "a base directory of a storage server, or its folder storage", "shares")
          .repeated();
  private static final Option VDRIVE =
      Option.value("DIR", "a base directory of a directory server, or its folder vdrive", "vdrive")
          .repeated();
  private static final Option INTRODUCER =
      Option.value("FURL", "the introducer of a grid that runs", "introducer");
  private static final Option JOURNAL =
      Option.value(
          "FILE",
          "where is remembered what has been copied (rescue-INDEX.journal); it holds capabilities",
          "journal");
  private static final Option REPORT =
      Option.value("FILE", "where the report goes beside standard error", "report");

  /** The directories lie in folders, so nobody will be called by it. */
  private static final String NO_FURL = "pb://nobody@nowhere/vdrive";

  @Override
  public String name() {
    return "migrate";
  }

  @Override
  public String summary() {
    return "copy a drive of 2007 into a grid of today";
  }

  @Override
  public String synopsis() {
    return "[ROOT-URI]";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Copies a directory of the first generation and everything that can be reached from it into"
            + " the grid of the node that -d or -u names, and prints the capability of the new"
            + " directory. Every file is validated by its plaintext hashes on the way.",
        "The old grid need not run: with --shares and --vdrive its folders are read; without a"
            + " ROOT-URI the public root in the first vdrive folder is copied. Of a grid that runs"
            + " name the --introducer and a ROOT-URI.",
        "A migration that was broken off goes on where it was when it is begun again with the same"
            + " journal. What could not be read is reported, and tried again then.");
  }

  @Override
  public List<Option> options() {
    return List.of(
        SHARES, VDRIVE, INTRODUCER, JOURNAL, REPORT, PutCommand.JSON, GatewayOptions.NODE_URL);
  }

  @Override
  public void run(Arguments arguments, Session session)
      throws UsageException, CommandException, InterruptedException {
    List<String> words = arguments.words(0, 1);
    Optional<String> introducer = arguments.value(INTRODUCER);
    boolean folders = !arguments.values(SHARES).isEmpty() || !arguments.values(VDRIVE).isEmpty();
    if (introducer.isPresent() == folders) {
      throw new UsageException("name either --introducer, or --shares and --vdrive");
    }
    Gateway gateway = GatewayOptions.gateway(arguments, session);
    try {
      if (introducer.isPresent()) {
        DirectoryUri root = root(words, Optional.empty());
        try (GridVisitor visitor = GridVisitor.of(introducer.get())) {
          session
              .err()
              .println("%d nodes of the old grid are connected".formatted(visitor.connected()));
          migrate(visitor.maker().directory(root), gateway, arguments, session);
        }
      } else {
        List<Path> vdrives = paths(arguments.values(VDRIVE), session);
        NodeMaker maker =
            new NodeMaker(
                DirectoryFolders.of(vdrives),
                new Downloader(
                    ShareFolders.of(paths(arguments.values(SHARES), session)), new SecureRandom()),
                Optional.empty(),
                new SecureRandom());
        DirectoryUri root = root(words, vdrives.stream().findFirst());
        migrate(maker.directory(root), gateway, arguments, session);
      }
    } catch (IOException e) {
      throw new CommandException("error: " + e.getMessage(), e);
    }
  }

  private static List<Path> paths(List<String> words, Session session) throws CommandException {
    List<Path> paths = new ArrayList<>();
    for (String word : words) {
      paths.add(LocalFile.path(word, session));
    }
    return paths;
  }

  private static DirectoryUri root(List<String> words, Optional<Path> vdrive)
      throws UsageException, IOException {
    if (!words.isEmpty()) {
      try {
        return DirectoryUri.parse(words.getFirst());
      } catch (IllegalArgumentException e) {
        throw new UsageException("ROOT-URI is no URI:DIR or URI:DIR-RO: " + e.getMessage());
      }
    }
    if (vdrive.isEmpty()) {
      throw new UsageException("a ROOT-URI is missing");
    }
    Path inside = vdrive.get().resolve("vdrive");
    Optional<WriteKey> key =
        DirectoryFiles.rootKey(Files.isDirectory(inside) ? inside : vdrive.get());
    return key.<DirectoryUri>map(found -> new WritableDirectoryUri(NO_FURL, found))
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no public root in '%s': name a ROOT-URI".formatted(vdrive.get())));
  }

  private static void migrate(
      DirectoryNode root, Gateway gateway, Arguments arguments, Session session)
      throws CommandException, IOException, InterruptedException {
    Path journalFile =
        LocalFile.path(
            arguments
                .value(JOURNAL)
                .orElse("rescue-%s.journal".formatted(root.uri().index().abbreviated())),
            session);
    Path spool = Files.createTempDirectory("truckee-rescue");
    RescueReport report;
    try (Journal journal = Journal.open(journalFile, root.uri().index());
        RescueBar bar = new RescueBar(session, System::nanoTime)) {
      report = new Rescue(new GatewayDestination(gateway), journal, spool, bar).run(root);
    } catch (IOException e) {
      throw new CommandException(
          "error: %s\nBegin again with --journal %s to go on where it was."
              .formatted(e.getMessage(), journalFile),
          e);
    } finally {
      Files.deleteIfExists(spool);
    }
    List<String> lines = lines(report);
    lines.forEach(session.err()::println);
    Optional<String> file = arguments.value(REPORT);
    if (file.isPresent()) {
      try (PrintWriter out =
          new PrintWriter(
              Files.newBufferedWriter(
                  LocalFile.path(file.get(), session), StandardCharsets.UTF_8))) {
        lines.forEach(out::println);
      }
    }
    session.print(
        arguments.has(PutCommand.JSON) ? JsonTree.text(json(report)) : report.root().writeCap());
    if (!report.problems().isEmpty()) {
      throw new CommandException(
          "error: %d things could not be copied, see above".formatted(report.problems().size()));
    }
  }

  private static List<String> lines(RescueReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d directories and %d files with %d bytes are copied"
            .formatted(report.directories(), report.files(), report.bytes()));
    report
        .renamed()
        .forEach(one -> lines.add("renamed: %s to %s".formatted(visible(one.path()), one.name())));
    report
        .problems()
        .forEach(one -> lines.add("not copied: %s: %s".formatted(visible(one.path()), one.why())));
    return lines;
  }

  private static ObjectNode json(RescueReport report) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("cap", report.root().writeCap())
        .put("directories", report.directories())
        .put("files", report.files())
        .put("bytes", report.bytes())
        .put("renamed", report.renamed().size())
        .put("failed", report.problems().size());
  }

  /** Names that others gave must not move the cursor of a terminal. */
  private static String visible(String path) {
    return path.replaceAll("\\p{Cntrl}", "?");
  }
}
