package org.truckee.cli.backup;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.truckee.cli.command.CommandException;

/** The backups of one place: {@code Archives/TIME}, and {@code Latest} ({@code spec/11 §B2}). */
final class Snapshots {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd_HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Many backups in one second are more likely a mistake. */
  private static final int SECONDS_TRIED = 60;

  private final String place;
  private final BackupGrid grid;
  private final InstantSource clock;

  private Snapshots(String place, BackupGrid grid, InstantSource clock) {
    this.place = place;
    this.grid = grid;
    this.clock = clock;
  }

  /**
   * Those in a directory, which is made if it is missing.
   *
   * @param place its path below the web API's root, without a slash at its end
   */
  static Snapshots in(String place, BackupGrid grid, InstantSource clock) throws CommandException {
    grid.makeDirectory(place + "/Archives");
    return new Snapshots(place, grid, clock);
  }

  /**
   * Adds one. If there is one of this second, it gets the name of the next: none replaces another.
   *
   * @return its name
   */
  String add(String cap) throws CommandException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    for (int i = 0; i < SECONDS_TRIED; i++) {
      String name = NAME.format(now.plusSeconds(i));
      if (grid.linkNew("%s/Archives/%s".formatted(place, name.replace(":", "%3A")), cap)) {
        grid.link(place + "/Latest", cap);
        return name;
      }
    }
    throw new CommandException(
        "error: there are backups of every second of the last minute: try again later");
  }
}
