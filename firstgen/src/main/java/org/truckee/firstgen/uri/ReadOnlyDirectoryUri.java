package org.truckee.firstgen.uri;

import org.truckee.firstgen.hash.ZBase32;

/**
 * The right to read a directory: {@code URI:DIR-RO:FURL:KEY} ({@code spec/12 §5}).
 *
 * @param furl of the server
 * @param readKey what the entries are read with
 */
public record ReadOnlyDirectoryUri(String furl, ReadKey readKey) implements DirectoryUri {
  static final String PREFIX = "URI:DIR-RO:";

  /** Checks the FURL. */
  public ReadOnlyDirectoryUri {
    DirectoryUriText.requireFurl(furl);
  }

  static ReadOnlyDirectoryUri parse(String text) {
    DirectoryUriText parts = DirectoryUriText.split(text, PREFIX, ReadKey.LENGTH);
    return new ReadOnlyDirectoryUri(parts.furl(), new ReadKey(parts.key()));
  }

  @Override
  public boolean isReadOnly() {
    return true;
  }

  @Override
  public ReadOnlyDirectoryUri readOnly() {
    return this;
  }

  @Override
  public String text() {
    return PREFIX + furl + ":" + ZBase32.encode(readKey.bytes());
  }

  /** The directory, without what grants anything. */
  @Override
  public String toString() {
    return "directory " + index().abbreviated();
  }
}
