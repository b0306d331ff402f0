package org.truckee.firstgen.uri;

import org.truckee.firstgen.hash.ZBase32;

/**
 * The right to read and change a directory: {@code URI:DIR:FURL:KEY} ({@code spec/12 §5}).
 *
 * @param furl of the server
 * @param writeKey what all other keys follow from
 */
public record WritableDirectoryUri(String furl, WriteKey writeKey) implements DirectoryUri {
  static final String PREFIX = "URI:DIR:";

  /** Checks the FURL. */
  public WritableDirectoryUri {
    DirectoryUriText.requireFurl(furl);
  }

  static WritableDirectoryUri parse(String text) {
    DirectoryUriText parts = DirectoryUriText.split(text, PREFIX, WriteKey.LENGTH);
    return new WritableDirectoryUri(parts.furl(), new WriteKey(parts.key()));
  }

  @Override
  public ReadKey readKey() {
    return writeKey.readKey();
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public ReadOnlyDirectoryUri readOnly() {
    return new ReadOnlyDirectoryUri(furl, readKey());
  }

  @Override
  public String text() {
    return PREFIX + furl + ":" + ZBase32.encode(writeKey.bytes());
  }

  /** The directory, without what grants anything. */
  @Override
  public String toString() {
    return "writable directory " + index().abbreviated();
  }
}
