package org.truckee.grid;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * What a directory says of one of its links, beside the child ({@code spec/03 §5}): a JSON object.
 * What stands under {@code tahoe} is the grid's own, the rest is for applications.
 */
public record Metadata(JsonValue.Members members) {
  /** Nothing. */
  public static final Metadata EMPTY = new Metadata(JsonValue.Members.NONE);

  private static final String GRID = "tahoe";

  /** Takes no null. */
  public Metadata {
    Objects.requireNonNull(members);
  }

  /**
   * Reads metadata from JSON.
   *
   * @throws BadMetadataException if it is no JSON, or no object
   */
  public static Metadata parse(String json) throws BadMetadataException {
    try {
      return of(JsonReader.read(json));
    } catch (IOException e) {
      throw BadMetadataException.noJson(e);
    }
  }

  /**
   * Reads metadata from JSON in UTF-8, UTF-16 or UTF-32.
   *
   * @throws BadMetadataException if it is no JSON, or no object
   */
  public static Metadata parse(byte[] json) throws BadMetadataException {
    try {
      return of(JsonReader.read(json));
    } catch (IOException e) {
      throw BadMetadataException.noJson(e);
    }
  }

  private static Metadata of(JsonValue value) throws BadMetadataException {
    if (value instanceof JsonValue.Members members) {
      return new Metadata(members);
    }
    throw new BadMetadataException("metadata has to be a JSON object, such as {}");
  }

  /** The JSON text, in ASCII, the same as the reference writes. */
  public String json() {
    return JsonWriter.write(members);
  }

  /** When a link of this name was first made, in seconds since 1970. */
  public Optional<Double> linkCreated() {
    return time("linkcrtime");
  }

  /** When this link was last set, in seconds since 1970. */
  public Optional<Double> linkModified() {
    return time("linkmotime");
  }

  /** Whether the link may only grant reading ({@code spec/03 §5.2}). */
  public boolean isNoWrite() {
    return members.get("no-write").filter(JsonValue::isTruthy).isPresent();
  }

  /** Whether nothing at all is said. */
  public boolean isEmpty() {
    return members.values().isEmpty();
  }

  private Optional<Double> time(String name) {
    return members.get(GRID).flatMap(grid -> time(grid, name));
  }

  private static Optional<Double> time(JsonValue grid, String name) {
    return grid instanceof JsonValue.Members members
        ? members.get(name).flatMap(Metadata::number)
        : Optional.empty();
  }

  private static Optional<Double> number(JsonValue value) {
    return switch (value) {
      case JsonValue.Real(double real) -> Optional.of(real);
      case JsonValue.Whole whole -> Optional.of(whole.value().doubleValue());
      case JsonValue _ -> Optional.empty();
    };
  }
}
