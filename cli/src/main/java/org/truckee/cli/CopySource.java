package org.truckee.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.cli.command.CommandException;

/** Something that is copied, on this machine or on the grid ({@code spec/10 §4.7}). */
sealed interface CopySource {
  /**
   * What it is called in its folder; empty if it has no name, as a capability that stands alone.
   */
  String name();

  /** What messages call it; reveals no capability. */
  String shown();

  /** A file. */
  non-sealed interface File extends CopySource {
    /** Bytes, as far as is known before it is read. */
    OptionalLong size();

    /** When its contents were changed last, as far as is known. */
    Optional<Instant> changed();

    /** Begins to read it. */
    Contents open() throws CommandException;
  }

  /** A folder. */
  non-sealed interface Folder extends CopySource {
    /** What tells it from other folders, however one gets there. */
    Object identity();

    /**
     * What is in it, as far as it can be copied.
     *
     * @throws CommandException if it cannot be read
     */
    List<CopySource> list() throws CommandException;
  }

  /**
   * Something that cannot be copied: whoever tries is told why, and the rest is copied.
   *
   * @param shown what messages call it
   * @param reason what is said of it
   */
  record Refused(String name, String shown, String reason) implements File {
    @Override
    public OptionalLong size() {
      return OptionalLong.empty();
    }

    @Override
    public Optional<Instant> changed() {
      return Optional.empty();
    }

    @Override
    public Contents open() throws CommandException {
      throw new CommandException(reason);
    }
  }

  /**
   * What a file has.
   *
   * @param length bytes, −1 if unknown
   * @param owner closed when it has been read
   */
  record Contents(InputStream stream, long length, AutoCloseable owner) implements AutoCloseable {
    @Override
    public void close() {
      try {
        owner.close();
      } catch (Exception e) {
        // Everything that was wanted of it has been read.
        return;
      }
    }
  }

  /** A failure to read, said of whatever it was. */
  static CommandException unreadable(String shown, String reason, IOException cause) {
    return new CommandException("error: cannot read '%s': %s".formatted(shown, reason), cause);
  }
}
