package org.truckee.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Netstrings, base32 and base62 against recorded values, and against arbitrary input. */
class EncodingVectorsTest {
  private static final JsonNode VECTORS =
      Vectors.load(EncodingVectorsTest.class, "/vectors/crypto.json");
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

  @Test
  void netstringsAreWrittenAsRecorded() {
    for (JsonNode vector : VECTORS.required("netstring")) {
      assertThat(Netstring.encode(Vectors.bytes(vector.get("value_hex"))))
          .isEqualTo(Vectors.bytes(vector.get("encoded_hex")));
    }
  }

  @Test
  void netstringsAreSplitOrRefusedAsRecorded() throws Exception {
    for (JsonNode vector : VECTORS.required("split_netstring")) {
      if (vector.path("error").booleanValue()) {
        assertThatThrownBy(() -> split(vector))
            .as(vector.toString())
            .isInstanceOf(NetstringException.class);
      } else {
        Netstring.Split split = split(vector);

        assertThat(split.elements())
            .containsExactlyElementsOf(
                Vectors.list(vector.required("elements_hex"), Vectors::bytes));
        assertThat(split.end()).isEqualTo(vector.get("next_position").intValue());
      }
    }
  }

  private static Netstring.Split split(JsonNode vector) throws NetstringException {
    byte[] data = Vectors.bytes(vector.get("data_hex"));
    int position = vector.get("position").intValue();
    int count = vector.get("count").intValue();
    JsonNode trailer = vector.get("required_trailer_hex");
    return trailer.isNull()
        ? Netstring.split(data, position, count)
        : Netstring.split(data, position, count, Vectors.bytes(trailer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":abc,",
        "3abc",
        "3:ab",
        "3:abc",
        "3:abc;",
        "-1:,",
        " 3:abc,",
        "3 :abc,",
        "3",
        "",
        "99999999999999999999999999999999:a,",
        "000000000000000000000000000003:abc,",
        "4294967299:abc,"
      })
  void damagedNetstringsAreRefused(String text) {
    assertThatThrownBy(() -> Netstring.split(text.getBytes(StandardCharsets.US_ASCII), 0, 1))
        .isInstanceOf(NetstringException.class);
  }

  @Property(seed = "7042001", tries = 500)
  void whatWasFramedIsSplitAgain(@ForAll @Size(max = 6) List<byte[]> values, @ForAll byte[] rest)
      throws Exception {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    values.forEach(value -> framed.writeBytes(Netstring.encode(value)));
    int end = framed.size();
    framed.writeBytes(rest);

    Netstring.Split split = Netstring.split(framed.toByteArray(), 0, values.size(), rest);

    assertThat(split.elements()).containsExactlyElementsOf(values);
    assertThat(split.end()).isEqualTo(framed.size());
    assertThat(Netstring.split(framed.toByteArray(), 0, values.size()).end()).isEqualTo(end);
  }

  @Property(seed = "7042002", tries = 1000)
  void arbitraryBytesAreSplitOrRefusedButNothingElse(
      @ForAll byte[] data, @ForAll @IntRange(min = 0, max = 5) int count) {
    try {
      assertThat(Netstring.split(data, 0, count).elements()).hasSize(count);
    } catch (NetstringException e) {
      assertThat(e).hasMessageContaining("(at byte ");
    }
  }

  @Test
  void base32IsWrittenAndReadAsRecorded() {
    for (JsonNode vector : VECTORS.required("base32").required("encode")) {
      byte[] bytes = Vectors.bytes(vector.get("hex"));
      String text = vector.get("text").textValue();

      assertThat(Base32.encode(bytes)).isEqualTo(text).hasSize(Base32.encodedLength(bytes.length));
      assertThat(Base32.decode(text)).isEqualTo(bytes);
      assertThat(Base32.decodeLenient(text)).isEqualTo(bytes);
    }
  }

  @Test
  void theLenientDecoderAcceptsAndRefusesAsRecorded() {
    for (JsonNode vector : VECTORS.required("base32").required("decode_accepted")) {
      assertThat(Base32.decodeLenient(vector.get("text").textValue()))
          .isEqualTo(Vectors.bytes(vector.get("hex")));
    }
    for (JsonNode text : VECTORS.required("base32").required("decode_rejected")) {
      assertThatThrownBy(() -> Base32.decodeLenient(text.textValue()))
          .as(text.textValue())
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(Base32.isCanonical(text.textValue())).as(text.textValue()).isFalse();
    }
  }

  @Test
  void theLastCharacterDecidesForEveryLength() {
    List<String> canonical =
        List.of(BASE32, "", "aeimquy4", "", "aq", "acegikmoqsuwy246", "", "aiqy");
    for (int remainder = 0; remainder < 8; remainder++) {
      String lenient =
          VECTORS
              .required("base32")
              .required("last_character_accepted_by_decoder")
              .required(Integer.toString(remainder))
              .textValue();
      for (char last : BASE32.toCharArray()) {
        String text = "a".repeat(remainder + 7) + last;

        assertThat(isLenientBase32(text)).as(text).isEqualTo(lenient.indexOf(last) >= 0);
        assertThat(Base32.isCanonical(text))
            .as(text)
            .isEqualTo(canonical.get(remainder).indexOf(last) >= 0);
      }
    }
  }

  private static boolean isLenientBase32(String text) {
    try {
      return Base32.decodeLenient(text).length == text.length() * 5 / 8;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Property(seed = "7042003", tries = 500)
  void everyByteStringSurvivesBase32(@ForAll byte[] bytes) {
    assertThat(Base32.decode(Base32.encode(bytes))).isEqualTo(bytes);
  }

  @Property(seed = "7042004", tries = 500)
  void arbitraryTextIsCanonicalBase32OrRefused(@ForAll String text) {
    if (Base32.isCanonical(text)) {
      assertThat(Base32.encode(Base32.decode(text))).isEqualTo(text);
    } else {
      assertThatThrownBy(() -> Base32.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void base62IsWrittenAndReadAsRecorded() {
    for (JsonNode vector : VECTORS.required("base62").required("encode")) {
      byte[] bytes = Vectors.bytes(vector.get("hex"));

      assertThat(Base62.encode(bytes)).isEqualTo(vector.get("text").textValue());
      assertThat(Base62.decode(vector.get("text").textValue())).isEqualTo(bytes);
    }
    for (JsonNode vector : VECTORS.required("base62").required("encode_bits")) {
      assertThat(Base62.encode(Vectors.bytes(vector.get("hex"))))
          .isEqualTo(vector.get("text").textValue());
    }
  }

  @Test
  void base62HasTheRecordedLengths() {
    for (JsonNode pair : VECTORS.required("base62").required("chars_for_octets")) {
      int octets = pair.get(0).intValue();
      // An empty value is written as one digit, although none would do.
      int expected = Math.max(1, pair.get(1).intValue());

      assertThat(Base62.encode(new byte[octets])).hasSize(expected);
    }
  }

  @Property(seed = "7042005", tries = 500)
  void everyByteStringSurvivesBase62(@ForAll byte[] bytes) {
    assertThat(Base62.decode(Base62.encode(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "zz", "0 0", "\u00e9", "\ud800"})
  void textThatIsNoBase62IsRefused(String text) {
    assertThatThrownBy(() -> Base62.decode(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not base62: ");
  }

  @Test
  void base62RefusesWhatWouldTakeTooLong() {
    assertThatThrownBy(() -> Base62.decode("0".repeat(5000)))
        .hasMessage("base62 is for at most 4096 bytes, not 5000");
    assertThatThrownBy(() -> Base62.encode(new byte[5000]))
        .hasMessage("base62 is for at most 4096 bytes, not 5000");
  }
}
