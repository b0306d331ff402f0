package org.truckee.bench.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadTest {

  private static final int BLOCK = 1 << 18;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 5})
  void whatIsWrittenIsWhatIsExpected(int size) throws IOException {
    Payload payload = new Payload(size, 42);
    ByteArrayOutputStream written = new ByteArrayOutputStream();

    payload.writeTo(written);

    assertThat(written.toByteArray()).isEqualTo(payload.bytes());
    assertThatCode(() -> payload.requireEqual(new ByteArrayInputStream(written.toByteArray())))
        .doesNotThrowAnyException();
  }

  @Test
  void aPartIsThatPartOfTheWhole() {
    Payload payload = new Payload(3 * BLOCK, 42);

    assertThat(payload.bytes(BLOCK - 7, BLOCK + 20))
        .isEqualTo(Arrays.copyOfRange(payload.bytes(), BLOCK - 7, 2 * BLOCK + 13));
  }

  @Test
  void anotherSeedOrAnotherBlockGivesOtherContents() {
    assertThat(new Payload(100, 1).bytes()).isNotEqualTo(new Payload(100, 2).bytes());
    assertThat(new Payload(2 * BLOCK, 1).bytes(0, BLOCK))
        .isNotEqualTo(new Payload(2 * BLOCK, 1).bytes(BLOCK, BLOCK));
  }

  @Test
  void aStreamThatIsShorterLongerOrDifferentIsRefused() {
    Payload payload = new Payload(BLOCK + 10, 42);
    byte[] whole = payload.bytes();
    byte[] different = whole.clone();
    different[BLOCK + 5] ^= 1;

    assertRefused(payload, Arrays.copyOf(whole, whole.length - 1));
    assertRefused(payload, Arrays.copyOf(whole, whole.length + 1));
    assertRefused(payload, different);
  }

  private static void assertRefused(Payload payload, byte[] contents) {
    assertThatThrownBy(() -> payload.requireEqual(new ByteArrayInputStream(contents)))
        .isInstanceOf(IOException.class);
  }
}
