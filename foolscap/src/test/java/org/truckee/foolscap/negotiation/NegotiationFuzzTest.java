package org.truckee.foolscap.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Any bytes as the blocks of a negotiation: understood, or refused with the one error there is for
 * that.
 */
class NegotiationFuzzTest {
  @DictionaryEntries({
    "banana-negotiation-range: 3 3",
    "initial-vocab-table-range: 0 1",
    "last-connection: none 0",
    "my-incarnation: 0011223344556677",
    "my-tub-id: ",
    "banana-decision-version: 3",
    "current-connection: ",
    "initial-vocab-table-index: 1 bb33",
    "error: ",
    "\\r\\n\\r\\n",
    ": "
  })
  @FuzzTest(maxDuration = "1m")
  void anyBytesAreABlockOrRefused(byte[] input) {
    try {
      HeaderBlock block = HeaderBlock.read(new ByteArrayInputStream(input));
      assertThat(HeaderBlock.parse(text(block)).fields()).isEqualTo(block.fields());
      understood(block);
    } catch (Refusal e) {
      assertThat(e.getMessage()).isNotBlank();
      e.told().ifPresent(told -> assertThat(told).doesNotContain("\n", "\r"));
    } catch (EOFException e) {
      assertThat(input.length).isLessThanOrEqualTo(4096);
    } catch (IOException e) {
      throw new AssertionError("an error that nobody expects", e);
    }
  }

  private static String text(HeaderBlock block) {
    StringBuilder text = new StringBuilder();
    block
        .fields()
        .forEach((key, value) -> text.append(key).append(':').append(value).append("\r\n"));
    return text.isEmpty() ? ":" : text.substring(0, text.length() - 2);
  }

  private static void understood(HeaderBlock block) {
    try {
      Hello hello = Hello.of(block);
      boolean replaces = Duplicates.replaces(hello, "0011223344556677", 1, "7766554433221100");
      assertThat(replaces && hello.incarnation().isEmpty()).isFalse();
    } catch (Refusal e) {
      assertThat(e.getMessage()).isNotBlank();
    }
    try {
      assertThat(Decision.of(block).vocabulary()).isNotNull();
    } catch (Refusal e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
