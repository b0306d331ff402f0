package org.truckee.foolscap.slicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.truckee.crypto.Vectors;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;

/** What the reference was recorded to write, and what it was recorded to make of bytes. */
class BananaVectorsTest {
  private static final JsonNode VECTORS =
      Vectors.load(BananaVectorsTest.class, "/vectors/foolscap.json");

  /** A list that follows the malformed object of a violation. */
  private static final Value NEXT = Value.list();

  private static Stream<JsonNode> each(String name) {
    return StreamSupport.stream(VECTORS.required(name).spliterator(), false);
  }

  private static Vocabulary vocabulary(JsonNode vector) {
    return Vocabulary.of(vector.path("vocab").asInt(1)).orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> valuesAreWrittenAsTheReferenceWritesThem() {
    return each("objects")
        .map(
            vector ->
                dynamicTest(
                    vector.required("name").textValue(),
                    () ->
                        assertThat(
                                PlainBanana.written(
                                    VectorValues.of(vector.required("value")), vocabulary(vector)))
                            .isEqualTo(Vectors.bytes(vector.required("hex")))));
  }

  @TestFactory
  Stream<DynamicTest> valuesAreReadAsTheReferenceReadsThem() {
    return Stream.concat(each("objects"), each("accepted_variants"))
        .map(
            vector ->
                dynamicTest(
                    vector.required("name").textValue(),
                    () -> {
                      PlainBanana banana =
                          new PlainBanana(
                              Vectors.bytes(vector.required("hex")), vocabulary(vector));
                      assertThat(banana.next())
                          .isEqualTo(VectorValues.of(vector.required("value")));
                      String replies = vector.path("reply_hex").asText();
                      assertThat(banana.replies.toByteArray())
                          .asHexString()
                          .isEqualToIgnoringCase(replies);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> sharedObjectsKeepTheirIdentityInBothDirections() {
    return each("shared_references")
        .map(
            vector ->
                dynamicTest(
                    vector.required("name").textValue(),
                    () -> {
                      byte[] bytes = Vectors.bytes(vector.required("hex"));
                      Value value = new PlainBanana(bytes, Vocabulary.PROTOCOL_WORDS).next();
                      assertThat(PlainBanana.written(value, Vocabulary.PROTOCOL_WORDS))
                          .isEqualTo(bytes);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> whatIsFatalForTheReferenceIsFatal() {
    return each("fatal")
        .map(
            vector ->
                dynamicTest(
                    vector.required("name").textValue(),
                    () -> {
                      PlainBanana banana =
                          new PlainBanana(
                              Vectors.bytes(vector.required("hex")), vocabulary(vector));
                      assertThatThrownBy(() -> readAll(banana)).isInstanceOf(BananaException.class);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> afterAViolationTheNextObjectIsRead() {
    return each("violations")
        .map(
            vector ->
                dynamicTest(
                    vector.required("name").textValue(),
                    () -> {
                      PlainBanana banana =
                          new PlainBanana(
                              Vectors.bytes(vector.required("hex")), vocabulary(vector));
                      if (vector.required("name").textValue().startsWith("opentype too long")) {
                        // A connection allows one byte more than the recorded decoder.
                        assertThatThrownBy(banana::next).hasMessageContaining("unknown OPEN type");
                      } else {
                        assertThatThrownBy(banana::next).isInstanceOf(ViolationException.class);
                      }
                      banana.messages.discard();
                      assertThat(banana.next()).isEqualTo(NEXT);
                      assertThatThrownBy(banana::next).isInstanceOf(EOFException.class);
                    }));
  }

  private static void readAll(PlainBanana banana) throws IOException {
    while (true) {
      banana.next();
    }
  }

  @Test
  void theVocabulariesAreThoseOfTheReference() {
    JsonNode tables = VECTORS.required("vocab_tables");
    for (int index = 0; index <= Vocabulary.MAXIMUM_INDEX; index++) {
      JsonNode table = tables.required(Integer.toString(index));
      Vocabulary vocabulary = Vocabulary.of(index).orElseThrow();
      assertThat(vocabulary.hash()).isEqualTo(table.required("hash").textValue());
      List<String> words = Vectors.list(table.required("words"), JsonNode::textValue);
      assertThat(vocabulary.size()).isEqualTo(words.size());
      for (int i = 0; i < words.size(); i++) {
        assertThat(vocabulary.word(i).orElseThrow()).asString().isEqualTo(words.get(i));
      }
    }
  }

  @Test
  void aListMayContainItself() throws IOException {
    byte[] bytes = {
      0,
      (byte) 0x88,
      4,
      (byte) 0x87,
      1,
      (byte) 0x88,
      2,
      (byte) 0x87,
      0,
      (byte) 0x81,
      1,
      (byte) 0x89,
      0,
      (byte) 0x89
    };
    Value list = new PlainBanana(bytes, Vocabulary.PROTOCOL_WORDS).next();
    assertThat(((Sequence) list).items().getFirst()).isSameAs(list);
    assertThat(list).hasToString("LIST[1]");
  }
}
