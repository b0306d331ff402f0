package org.truckee.wire.introducer;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a node says of one of its services ({@code spec/07 §2.1}), once its signature has been
 * checked or found unnecessary.
 *
 * @param service what it offers, such as {@code storage}
 * @param publisher its key in the form {@code v0-…}, which is its name
 * @param fields all that it says, as JSON has it
 */
public record Announcement(String service, String publisher, Map<String, Object> fields) {
  /** The service that storage servers offer. */
  public static final String STORAGE = "storage";

  static final String SERVICE = "service-name";
  static final String SEQUENCE = "seqnum";
  static final String NONCE = "nonce";
  private static final int MAX_SERVICE = 100;

  /** Copies the map. */
  public Announcement {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * An announcement with those fields.
   *
   * @throws BadAnnouncementException if they name no service
   */
  public static Announcement of(String publisher, Map<String, Object> fields)
      throws BadAnnouncementException {
    if (fields.get(SERVICE) instanceof String service && service.length() <= MAX_SERVICE) {
      return new Announcement(service, publisher, fields);
    }
    throw new BadAnnouncementException(BadAnnouncementException.Problem.NO_SERVICE);
  }

  /** Its place in the order of its publisher's announcements; empty if it has none. */
  public Optional<BigInteger> sequence() {
    return switch (fields.get(SEQUENCE)) {
      case Integer number -> Optional.of(BigInteger.valueOf(number));
      case Long number -> Optional.of(BigInteger.valueOf(number));
      case BigInteger number -> Optional.of(number);
      case null, default -> Optional.empty();
    };
  }

  /** A field that is text; empty text if it is missing or something else. */
  public String text(String field) {
    return fields.get(field) instanceof String text ? text : "";
  }

  /** Whether another one says the same, published at another time or not. */
  boolean saysTheSameAs(Announcement other) {
    return content().equals(other.content());
  }

  private Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>(fields);
    content.remove(SEQUENCE);
    content.remove(NONCE);
    return content;
  }

  /** Service and publisher only: the fields hold secrets. */
  @Override
  public String toString() {
    return "Announcement[%s of %s]".formatted(service, publisher);
  }
}
