package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.truckee.http.HttpRange;
import org.truckee.http.MediaTypes;
import org.truckee.http.RangeHeaders;
import org.truckee.http.RefusedException;
import org.truckee.storage.ByteRange;

/**
 * Bytes from outside as message bodies and headers: a value or the one error there is for each,
 * whatever they are. The seeds are messages as they were recorded.
 */
class MessagesFuzzTest {
  /** Every reader of a message. */
  private static final List<ServerCalls.Decoder<?>> DECODERS =
      List.of(
          Messages.AllocationRequest::decode,
          Messages.AllocationAnswer::decode,
          Messages::progress,
          in -> Messages.shares(in),
          Messages::reason,
          Messages::version,
          in -> Excerpts.decode(in, List.of(new ByteRange(0, 3), new ByteRange(7, 9))),
          WholeShareMessage::decode,
          SlotMessages.Request::decode,
          SlotMessages::answer);

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAMessageOrMalformed(byte[] body) {
    decodeAll(body);
  }

  @FuzzTest(maxDuration = "1m")
  void anyBytesAreAHeaderOrRefused(byte[] header) {
    readAsHeader(new String(header, StandardCharsets.ISO_8859_1));
  }

  @Property
  void randomBytesAreAMessageOrMalformed(@ForAll byte[] body) {
    decodeAll(body);
  }

  @Property
  void randomTextIsAHeaderOrRefused(@ForAll String header) {
    readAsHeader(header);
    readAsHeader("bytes=" + header);
    readAsHeader("bytes " + header);
  }

  private static void decodeAll(byte[] body) {
    for (ServerCalls.Decoder<?> decoder : DECODERS) {
      try {
        assertThat(decoder.decode(new CborReader(ByteBuffer.wrap(body)))).isNotNull();
      } catch (MalformedCborException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  private static void readAsHeader(String header) {
    RangeHeaders.closed(header).ifPresent(MessagesFuzzTest::checkRange);
    RangeHeaders.content(header).ifPresent(MessagesFuzzTest::checkRange);
    RangeHeaders.several(header, 4)
        .ifPresent(several -> several.forEach(MessagesFuzzTest::checkRange));
    MediaTypes.essence(header);
    MediaTypes.prefers(header, Messages.CBOR);
    Target.parse(header);
    assertThat(Refusals.parse(header)).hasSizeLessThanOrEqualTo(header.length());
    try {
      SecretHeaders.parse(List.of(header), EnumSet.of(SecretKind.UPLOAD));
    } catch (RefusedException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  private static void checkRange(HttpRange range) {
    assertThat(range.length()).isPositive();
  }
}
