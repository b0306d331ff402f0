package org.truckee.foolscap.slicing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.EOFException;
import java.io.IOException;
import org.truckee.foolscap.BananaException;
import org.truckee.foolscap.ViolationException;
import org.truckee.foolscap.banana.PeerErrorException;
import org.truckee.foolscap.banana.Vocabulary;
import org.truckee.foolscap.value.Value;

/**
 * Any bytes as Banana: values, or one of the errors there are for that. What was read can be
 * written and read again. Runs over its seed inputs in the build, and without end when a fuzzer
 * drives it.
 */
class BananaFuzzTest {
  @DictionaryEntries({
    "list",
    "tuple",
    "dict",
    "set",
    "immutable-set",
    "unicode",
    "none",
    "boolean",
    "reference",
    "copyable",
    "known",
    "decimal",
    "my-reference",
    "your-reference",
    "their-reference",
    "\\x00\\x88\\x04\\x87",
    "\\x00\\x89",
    "\\x01\\x81",
    "\\x02\\x82",
    "\\x8e",
    "\\x00\\x8a"
  })
  @FuzzTest(maxDuration = "1m")
  void anyBytesAreValuesOrRefused(byte[] input) {
    PlainBanana banana = new PlainBanana(input, Vocabulary.PROTOCOL_WORDS);
    try {
      while (true) {
        readOne(banana);
      }
    } catch (BananaException | PeerErrorException | EOFException e) {
      assertThat(e.getMessage()).isNotNull();
    } catch (IOException e) {
      throw new AssertionError("an error that nobody expects", e);
    }
  }

  private static void readOne(PlainBanana banana) throws IOException {
    try {
      Value value = banana.next();
      byte[] written = PlainBanana.written(value, Vocabulary.PROTOCOL_WORDS);
      Value again = new PlainBanana(written, Vocabulary.PROTOCOL_WORDS).next();
      assertThat(PlainBanana.written(again, Vocabulary.PROTOCOL_WORDS)).isEqualTo(written);
    } catch (ViolationException e) {
      banana.messages.discard();
    }
  }
}
