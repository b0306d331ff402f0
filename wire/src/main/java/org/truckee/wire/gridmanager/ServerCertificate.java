package org.truckee.wire.gridmanager;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;

/**
 * What a grid manager says of a storage server: that it may be given shares, until a moment ({@code
 * spec/07 §13.2}).
 *
 * @param publicKey the key of the server, {@code pub-v0-…}
 * @param expires when it ends; empty if it says nothing that can be understood, and permits nothing
 */
public record ServerCertificate(String publicKey, Optional<Instant> expires) {
  private static final JsonFactory JSON = new JsonFactory();

  private static final DateTimeFormatter READ =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd")
          .appendLiteral('T')
          .appendPattern("HH:mm[:ss]")
          .optionalStart()
          .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
          .optionalEnd()
          .appendOffset("+HH:mm:ss", "Z")
          .toFormatter();

  private static final DateTimeFormatter WRITE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final int NANOS_PER_MICRO = 1000;

  /** The certificate in a text; empty if there is none. */
  static Optional<ServerCertificate> parse(String text) {
    String key = "";
    String expires = "";
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
        if (isText && name.equals("public_key")) {
          key = parser.getText();
        } else if (isText && name.equals("expires")) {
          expires = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return key.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServerCertificate(key, moment(expires)));
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.replace(' ', 'T'), READ).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The text that is signed: sorted keys, no blanks. */
  String text() {
    String until = expires.map(ServerCertificate::text).orElseThrow();
    return "{\"expires\":\"%s\",\"public_key\":\"%s\",\"version\":1}".formatted(until, publicKey);
  }

  /** A moment with microseconds, which are left out if there are none. */
  private static String text(Instant moment) {
    int micros = moment.getNano() / NANOS_PER_MICRO;
    String fraction = micros == 0 ? "" : ".%06d".formatted(micros);
    return WRITE.format(moment) + fraction + "+00:00";
  }

  /** Parses what a grid manager keeps of a certificate; empty if there is none in it. */
  public static Optional<ServerCertificate> of(SignedCertificate kept) {
    return parse(kept.certificate());
  }

  /** Whether it permits uploads to the server with this key at that moment. */
  boolean permits(String key, Instant now) {
    return publicKey.equals(key) && expires.filter(now::isBefore).isPresent();
  }
}
