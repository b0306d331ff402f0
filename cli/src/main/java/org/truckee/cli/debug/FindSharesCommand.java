package org.truckee.cli.debug;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.crypto.StorageIndex;

/** {@code truckee debug find-shares} ({@code spec/10 §8.3}). */
final class FindSharesCommand implements Command {
  private static final int PREFIX = 2;

  @Override
  public String name() {
    return "find-shares";
  }

  @Override
  public String summary() {
    return "find the share files of a storage index";
  }

  @Override
  public String synopsis() {
    return "STORAGE-INDEX [DIR]...";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints the paths of the files in which the storage servers in these node directories keep"
            + " the shares with that storage index, one a line.");
  }

  @Override
  public List<Option> options() {
    return List.of(DumpCapCommand.JSON);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    List<String> words = arguments.words(1, Integer.MAX_VALUE);
    String index = index(words.getFirst());
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    for (String word : words.subList(1, words.size())) {
      Path bucket =
          LocalFile.argument(word, session)
              .resolve("storage/shares")
              .resolve(index.substring(0, PREFIX))
              .resolve(index);
      for (Path share : entries(bucket)) {
        if (arguments.has(DumpCapCommand.JSON)) {
          found.add(share.toString());
        } else {
          session.print(share.toString());
        }
      }
    }
    if (arguments.has(DumpCapCommand.JSON)) {
      session.print(JsonTree.text(found));
    }
  }

  private static String index(String text) throws UsageException {
    try {
      return StorageIndex.parse(text).toString();
    } catch (IllegalArgumentException e) {
      throw new UsageException("'%s' is no storage index: %s".formatted(text, e.getMessage()));
    }
  }

  /**
   * What is in a folder, numbers in their order before other names; nothing if it is missing.
   *
   * @throws CommandException if it cannot be read
   */
  static List<Path> entries(Path folder) throws CommandException {
    List<Path> entries = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return entries;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
      found.forEach(entries::add);
    } catch (IOException e) {
      throw new CommandException(
          "error: cannot read '%s': %s".formatted(folder, LocalFile.reason(folder, e)), e);
    }
    entries.sort(
        Comparator.comparingLong(FindSharesCommand::number)
            .thenComparing(path -> path.getFileName().toString()));
    return entries;
  }

  private static long number(Path path) {
    String name = path.getFileName().toString();
    return name.matches("[0-9]{1,9}") ? Long.parseLong(name) : Long.MAX_VALUE;
  }
}
