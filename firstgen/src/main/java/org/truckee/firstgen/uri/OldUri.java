package org.truckee.firstgen.uri;

import java.util.Optional;

/**
 * The name of a file or directory of 2007, which is the right to read it, and perhaps to change it
 * ({@code spec/12 §5}). Two are equal if their kind and text are.
 */
public sealed interface OldUri permits FileUri, DirectoryUri {
  /** The most characters that are looked at; on the wire there are never more than 300. */
  int MAX_LENGTH = 4096;

  /** How much of a text that nobody knows is shown. */
  int SHOWN = 10;

  /**
   * Reads a URI of any kind.
   *
   * @throws IllegalArgumentException if it is none; the message does not repeat keys
   */
  static OldUri parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a URI of %d characters; at most %d are read".formatted(text.length(), MAX_LENGTH));
    }
    if (text.startsWith(ChkUri.PREFIX)) {
      return ChkUri.parse(text);
    } else if (text.startsWith(LiteralUri.PREFIX)) {
      return LiteralUri.parse(text);
    } else if (text.startsWith(WritableDirectoryUri.PREFIX)) {
      return WritableDirectoryUri.parse(text);
    } else if (text.startsWith(ReadOnlyDirectoryUri.PREFIX)) {
      return ReadOnlyDirectoryUri.parse(text);
    }
    throw new IllegalArgumentException(
        "unknown URI type: %s..".formatted(text.substring(0, Math.min(SHOWN, text.length()))));
  }

  /** The URI as text, such as {@code URI:LIT:cr}. It is a secret. */
  String text();

  /** Whether whoever has it cannot change what it names. */
  boolean isReadOnly();

  /** Whether what it names can change, be it by others. */
  boolean isMutable();

  /** The one that grants reading only; itself if it does not grant more. */
  OldUri readOnly();

  /**
   * The name under which the thing is known to its servers ({@code spec/12 §13}); empty for a
   * literal, which has no server. It grants nothing.
   */
  Optional<String> refreshCapability();
}
