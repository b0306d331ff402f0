package org.truckee.cli.debug;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.truckee.cli.command.Arguments;
import org.truckee.cli.command.Command;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
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
    return List.of(DumpCapCommand.JSON);
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
          catalogPrefix(prefix, time, arguments.has(DumpCapCommand.JSON), session);
        }
      }
    }
  }

  private static void catalogPrefix(Path prefix, LeaseTime time, boolean json, Session session)
      throws CommandException {
    for (Path bucket : FindSharesCommand.entries(prefix)) {
      for (Path share : FindSharesCommand.entries(bucket)) {
        try {
          CataloguedShare found = share(bucket.getFileName().toString(), share, time);
          session.print(json ? JsonTree.text(found.json()) : found.line());
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

  private static CataloguedShare share(String index, Path share, LeaseTime time)
      throws IOException {
    ShareContainer container;
    try {
      container = ShareContainer.open(share);
    } catch (CorruptContainerException e) {
      return new CataloguedShare.Unknown("really-unknown", share.toString());
    }
    long left =
        container.leases().stream()
            .mapToLong(lease -> Math.max(0, time.left(lease.expiration())))
            .min()
            .orElse(0);
    return container.slot().isPresent()
        ? mutable(index, container, left, share)
        : immutable(index, container, left, share);
  }

  private static CataloguedShare immutable(
      String index, ShareContainer container, long left, Path share) throws IOException {
    UriExtension extension = ShareFiles.immutable(container).extension();
    return new CataloguedShare.Known(
        "CHK",
        index,
        number(extension, "needed_shares"),
        number(extension, "total_shares"),
        number(extension, "size"),
        Base32.encode(extension.hash()),
        left,
        share.toString());
  }

  private static String number(UriExtension extension, String key) {
    return Quoting.plain(extension.text(key).orElse("?"));
  }

  private static CataloguedShare mutable(
      String index, ShareContainer container, long left, Path path) throws IOException {
    byte[] version = container.data(0, 1);
    if (version.length == 0 || version[0] < 0 || version[0] > 1) {
      return new CataloguedShare.Unknown("mutable", path.toString());
    }
    ShareFiles.Mutable share = ShareFiles.mutable(container);
    return new CataloguedShare.Known(
        share.header().format().toString(),
        index,
        Integer.toString(share.header().geometry().needed()),
        Integer.toString(share.header().geometry().total()),
        Long.toString(share.header().geometry().dataLength()),
        "#%s:%s"
            .formatted(
                Long.toUnsignedString(share.header().sequenceNumber()), share.header().root()),
        left,
        path.toString());
  }
}
