package org.truckee.cli.debug;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.truckee.capability.MutableFormat;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.storage.ByteRange;
import org.truckee.storage.disk.ShareContainer;

/** {@code truckee debug corrupt-share} ({@code spec/10 §8.3}). */
final class CorruptShareCommand implements Command {
  private static final String RANDOM_BLOCK = "block-random";
  private static final Option OFFSET =
      Option.value("WHERE", "where it is damaged: block-random, in the blocks", "offset", "o");

  private final Supplier<? extends RandomGenerator> random;

  /**
   * The command.
   *
   * @param random chooses the byte
   */
  CorruptShareCommand(Supplier<? extends RandomGenerator> random) {
    this.random = random;
  }

  @Override
  public String name() {
    return "corrupt-share";
  }

  @Override
  public String summary() {
    return "damage a share file, to see that it is found and repaired";
  }

  @Override
  public String synopsis() {
    return "FILE";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Changes one bit of a random byte among the blocks of an immutable or SDMF share, and says"
            + " of which: the range of the blocks in the file, then the byte and its bit.");
  }

  @Override
  public List<Option> options() {
    return List.of(OFFSET, DumpCapCommand.JSON);
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    Path file = LocalFile.argument(arguments.words(1, 1).getFirst(), session);
    if (!arguments.value(OFFSET).orElse(RANDOM_BLOCK).equals(RANDOM_BLOCK)) {
      throw new CommandException("error: other offsets not implemented: --offset is block-random");
    }
    try {
      ByteRange blocks = blocks(ShareContainer.open(file));
      long position = random.get().nextLong(blocks.begin(), blocks.end());
      flip(file, position);
      String form =
          arguments.has(DumpCapCommand.JSON)
              ? "{\"begin\": %d, \"end\": %d, \"byte\": %d, \"bit\": 0}"
              : "[%d..%d):  %d.b0";
      session.print(form.formatted(blocks.begin(), blocks.end(), position));
    } catch (IOException e) {
      throw new CommandException(
          "error: '%s' cannot be damaged: %s".formatted(file, LocalFile.reason(file, e)), e);
    }
  }

  /** Where in the file the blocks stand. */
  private static ByteRange blocks(ShareContainer container) throws IOException, CommandException {
    ByteRange blocks;
    if (container.slot().isEmpty()) {
      ShareLayout layout = ShareFiles.immutable(container).layout();
      blocks = new ByteRange(layout.data(), Math.max(layout.data(), layout.plaintextHashes()));
    } else {
      ShareFiles.Mutable share = ShareFiles.mutable(container);
      if (share.header().format() != MutableFormat.SDMF) {
        throw new CommandException("error: non-SDMF mutable shares not supported");
      }
      blocks = share.layout().dataRange();
    }
    if (blocks.length() == 0 || blocks.end() > container.dataLength()) {
      throw new IOException("it has no blocks");
    }
    return new ByteRange(
        container.dataOffset() + blocks.begin(), container.dataOffset() + blocks.end());
  }

  private static void flip(Path path, long position) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(position);
      int old = file.read();
      file.seek(position);
      file.write(old ^ 1);
    }
  }
}
