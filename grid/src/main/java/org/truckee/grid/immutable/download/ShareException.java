package org.truckee.grid.immutable.download;

import java.util.Optional;
import org.truckee.grid.servers.Trouble;

/** A share that could not be read, or is not what it should be. */
public final class ShareException extends Exception implements Trouble.Sorted {
  private static final long serialVersionUID = 1L;

  /** What is to be done about it. */
  public enum Kind {
    /** The share will never be of use. */
    CORRUPT,
    /** As corrupt, but perhaps only made after this program. */
    INCOMPATIBLE,
    /** The server did not give the bytes this time. */
    UNREACHABLE
  }

  private final Kind kind;
  private final transient Optional<String> notice;

  public ShareException(Kind kind, String message, Optional<String> notice) {
    super(message);
    this.kind = kind;
    this.notice = notice;
  }

  public static ShareException corrupt(String message) {
    return new ShareException(Kind.CORRUPT, message, Optional.empty());
  }

  static ShareException unreachable(String message) {
    return new ShareException(Kind.UNREACHABLE, message, Optional.empty());
  }

  /** Damage of the bytes {@code [start, end)} that the server should hear of. */
  public static ShareException damaged(String what, long start, long end, String message) {
    String hash = message.isEmpty() ? "" : ": " + message;
    return new ShareException(
        Kind.CORRUPT, "bad %s%s".formatted(what, hash), Optional.of(notice(start, end, message)));
  }

  /** The text that tells a server of the damage ({@code spec/01 §8.8}). */
  static String notice(long start, long end, String message) {
    return "corruption in share[%d-%d): %s".formatted(start, end, message);
  }

  /** A share out of reach is trouble with the server, any other with what the server has. */
  @Override
  public Trouble trouble() {
    return kind == Kind.UNREACHABLE ? new Trouble.OfServer(this) : new Trouble.OfData(this);
  }

  /** What came of a question for parts of a share, as trouble with that share. */
  public static ShareException of(Trouble trouble) {
    return trouble.cause() instanceof ShareException known ? known : unreachable(trouble.message());
  }

  public Kind kind() {
    return kind;
  }

  /** What to tell the server, if it is to be told ({@code spec/01 §8.8}). */
  public Optional<String> notice() {
    return notice;
  }
}
