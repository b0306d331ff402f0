package org.truckee.cli.debug;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.LocalFile;
import org.truckee.cli.command.Option;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.command.Session;
import org.truckee.cli.command.UsageException;
import org.truckee.crypto.Base32;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.storage.CorruptContainerException;
import org.truckee.storage.disk.ShareContainer;

/** {@code truckee debug catalog-shares} ({@code spec/10 §8.3}). */
final class CatalogSharesCommand implements Command {
  private static final String INCOMING = "incoming";
  private static final String NO_CONTAINER = "UNKNOWN really-unknown";

  private final Clock clock;

  /**
   * The command.
   *
   * @param clock tells how long leases are still valid
   */
  CatalogSharesCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "catalog-shares";
  }

  @Override
  public String summary() {
    return "list all shares of storage servers";
  }

  @Override
  public String synopsis() {
    return "DIR...";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Prints a line for each share that the storage servers in these node directories keep: the"
            + " kind, the storage index, how many shares are needed of how many, the size of the"
            + " file, the hash or the version, the seconds until the first lease ends, and the"
            + " path. What cannot be read is said on standard error and passed over.");
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public void run(Arguments arguments, Session session) throws UsageException, CommandException {
    if (arguments.words().isEmpty()) {
      throw new UsageException("must specify at least one node directory");
    }
    LeaseTime time = new LeaseTime(clock.instant());
    for (String word : arguments.words()) {
      Path shares = LocalFile.argument(word, session).resolve("storage/shares");
      for (Path prefix : FindSharesCommand.entries(shares)) {
        if (!prefix.getFileName().toString().equals(INCOMING)) {
          catalogPrefix(prefix, time, session);
        }
      }
    }
  }

  private static void catalogPrefix(Path prefix, LeaseTime time, Session session)
      throws CommandException {
    for (Path bucket : FindSharesCommand.entries(prefix)) {
      for (Path share : FindSharesCommand.entries(bucket)) {
        try {
          session.print(line(bucket.getFileName().toString(), share, time));
        } catch (IOException e) {
          session
              .err()
              .println(
                  "Error processing %s: %s"
                      .formatted(Quoting.quoted(share.toString()), LocalFile.reason(share, e)));
        }
      }
    }
  }

  private static String line(String index, Path share, LeaseTime time) throws IOException {
    String shown = Quoting.quoted(share.toString());
    ShareContainer container;
    try {
      container = ShareContainer.open(share);
    } catch (CorruptContainerException e) {
      return "%s %s".formatted(NO_CONTAINER, shown);
    }
    long left =
        container.leases().stream()
            .mapToLong(lease -> Math.max(0, time.left(lease.expiration())))
            .min()
            .orElse(0);
    return container.slot().isPresent()
        ? mutable(index, container, left, shown)
        : immutable(index, container, left, shown);
  }

  private static String immutable(String index, ShareContainer container, long left, String shown)
      throws IOException {
    UriExtension extension = ShareFiles.immutable(container).extension();
    return "CHK %s %s/%s %s %s %d %s"
        .formatted(
            index,
            number(extension, "needed_shares"),
            number(extension, "total_shares"),
            number(extension, "size"),
            Base32.encode(extension.hash()),
            left,
            shown);
  }

  private static String number(UriExtension extension, String key) {
    return Quoting.plain(extension.text(key).orElse("?"));
  }

  private static String mutable(String index, ShareContainer container, long left, String shown)
      throws IOException {
    byte[] version = container.data(0, 1);
    if (version.length == 0 || version[0] < 0 || version[0] > 1) {
      return "UNKNOWN mutable " + shown;
    }
    ShareFiles.Mutable share = ShareFiles.mutable(container);
    return "%s %s %d/%d %d #%s:%s %d %s"
        .formatted(
            share.header().format(),
            index,
            share.header().geometry().needed(),
            share.header().geometry().total(),
            share.header().geometry().dataLength(),
            Long.toUnsignedString(share.header().sequenceNumber()),
            share.header().root(),
            left,
            shown);
  }
}
