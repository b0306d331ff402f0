package org.truckee.firstgen.uri;

/** The name of a file, which can never change ({@code spec/12 §5}). */
public sealed interface FileUri extends OldUri permits ChkUri, LiteralUri {
  /** The length of the file in bytes. */
  long size();

  /**
   * Reads the URI of a file.
   *
   * @throws IllegalArgumentException if it names something else
   */
  static FileUri parse(String text) {
    if (OldUri.parse(text) instanceof FileUri file) {
      return file;
    }
    throw new IllegalArgumentException("this URI names a directory, not a file");
  }

  @Override
  default boolean isReadOnly() {
    return true;
  }

  @Override
  default boolean isMutable() {
    return false;
  }

  @Override
  default FileUri readOnly() {
    return this;
  }
}
