package org.truckee.firstgen.uri;

import java.util.Optional;
import org.truckee.firstgen.hash.ZBase32;

/** The name of a directory, which says at which server it is ({@code spec/12 §5}). */
public sealed interface DirectoryUri extends OldUri
    permits WritableDirectoryUri, ReadOnlyDirectoryUri {
  /** The FURL of the server that holds the directory, as it stands in the URI. */
  String furl();

  /** The key that names and read-only children are enciphered with. */
  ReadKey readKey();

  @Override
  ReadOnlyDirectoryUri readOnly();

  /** Under which the server keeps the directory. */
  default DirectoryIndex index() {
    return readKey().index();
  }

  @Override
  default boolean isMutable() {
    return true;
  }

  @Override
  default Optional<String> refreshCapability() {
    return Optional.of("DIR-REFRESH:" + ZBase32.encode(index().bytes()));
  }

  /**
   * Reads the URI of a directory.
   *
   * @throws IllegalArgumentException if it names something else
   */
  static DirectoryUri parse(String text) {
    if (OldUri.parse(text) instanceof DirectoryUri directory) {
      return directory;
    }
    throw new IllegalArgumentException("this URI names a file, not a directory");
  }
}
