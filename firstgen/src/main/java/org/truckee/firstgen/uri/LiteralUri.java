package org.truckee.firstgen.uri;

import java.util.Arrays;
import java.util.Optional;
import org.truckee.firstgen.hash.ZBase32;

/** A small file that is its own name: {@code URI:LIT:DATA} ({@code spec/12 §5}). */
public final class LiteralUri implements FileUri {
  /** Files up to this size in bytes are named so ({@code spec/12 §8.1}). */
  public static final int THRESHOLD = 55;

  static final String PREFIX = "URI:LIT:";

  private final byte[] data;

  /** The file with these contents. */
  public LiteralUri(byte[] data) {
    this.data = data.clone();
  }

  static LiteralUri parse(String text) {
    return new LiteralUri(ZBase32.decode(text.substring(PREFIX.length())));
  }

  /** The contents. */
  public byte[] data() {
    return data.clone();
  }

  @Override
  public long size() {
    return data.length;
  }

  @Override
  public String text() {
    return PREFIX + ZBase32.encode(data);
  }

  @Override
  public Optional<String> refreshCapability() {
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiteralUri that && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(data);
  }

  /** The size only: the URI is the file. */
  @Override
  public String toString() {
    return "literal file of %d bytes".formatted(data.length);
  }
}
