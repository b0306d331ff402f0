package org.truckee.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.crypto.EncryptionKey;

class CapabilityTest {
  private static final EncryptionKey KEY = new EncryptionKey(new byte[16]);
  private static final UriExtensionHash HASH = new UriExtensionHash(new byte[32]);
  private static final ChkReadCap CHK = new ChkReadCap(KEY, HASH, 3, 10, 1234);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3:10:9223372036854775808",
        "3:10:999999999999999999999999999999",
        "3:2147483648:1234",
        "99999999999:10:1234"
      })
  void numbersThatNoFileHasMakeACapUnknown(String numbers) {
    String text = CHK.text().replace("3:10:1234", numbers);

    Capability cap = Capability.parse(text);

    assertThat(cap.text()).isEqualTo(text);
    assertThat(cap).isInstanceOf(UnknownCapability.class);
    assertThat(((UnknownCapability) cap).problem().orElseThrow().message())
        .startsWith("damaged URI:CHK cap: the ")
        .contains(" is above ");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, true",
    "256, 256, 1, true",
    "3, 10, 9223372036854775807, true",
    "0, 10, 1234, false",
    "0, 0, 1234, false",
    "11, 10, 1234, false",
    "3, 257, 1234, false",
    "3, 10, 0, false"
  })
  void aCapSaysWhetherAFileCanHaveBeenEncodedLikeThat(
      int needed, int total, long size, boolean usable) {
    ChkReadCap cap = new ChkReadCap(KEY, HASH, needed, total, size);

    assertThat(cap.isUsable()).isEqualTo(usable);
    assertThat(cap.verifyCap().isUsable()).isEqualTo(usable);
    assertThat(Capability.parse(cap.text())).isEqualTo(cap);
  }

  @Test
  void negativeNumbersAreRefused() {
    assertThatThrownBy(() -> new ChkReadCap(KEY, HASH, 3, 10, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no file has -1 bytes in 3 of 10 shares");
  }

  @Test
  void leadingZerosDoNotMakeANumberLarge() {
    String text = CHK.text().replace("3:10:1234", "3:10:" + "0".repeat(5000) + "1234");

    assertThat(Capability.parse(text)).isEqualTo(CHK);
  }

  @Test
  void onlyAsciiDigitsAreDigits() {
    String text = CHK.text().replace("1234", "\u0661\u0662\u0663\u0664");

    assertThat(Capability.parse(text)).isInstanceOf(UnknownCapability.class);
  }

  @Test
  void aDamagedCapSaysWhichPartIsDamaged() {
    assertThat(problemOf("URI:CHK:"))
        .isEqualTo("damaged URI:CHK cap: the key is not 26 characters of canonical base32");
    assertThat(problemOf(CHK.text() + "x"))
        .isEqualTo("damaged URI:CHK cap: there is something behind its end");
    assertThat(problemOf(CHK.text().replace(":10:1234", ":10")))
        .isEqualTo("damaged URI:CHK cap: the size is missing");
    assertThat(problemOf("URI:DIR2-LIT:1"))
        .isEqualTo("damaged URI:DIR2-LIT cap: the data is not canonical base32");
  }

  private static String problemOf(String text) {
    return ((UnknownCapability) Capability.parse(text)).problem().orElseThrow().message();
  }

  @Test
  void toStringShowsTheKindAndTheBeginningOfTheStorageIndex() {
    assertThat(CHK).hasToString("CHK cap [" + CHK.index().abbreviated() + "]");
    assertThat(new DirectoryReadCap(CHK))
        .hasToString("DIR2-CHK cap [" + CHK.index().abbreviated() + "]");
    assertThat(new LiteralCap(new byte[] {1, 2, 3})).hasToString("LIT cap");
    assertThat(Capability.parse("URI:FUTURE:secret")).hasToString("unknown cap");
  }

  @Test
  void aLiteralCapKeepsItsOwnCopyOfTheData() {
    byte[] data = {1, 2, 3};
    LiteralCap cap = new LiteralCap(data);
    data[0] = 9;
    cap.data()[1] = 9;

    assertThat(cap.data()).containsExactly(1, 2, 3);
  }

  @Test
  void everyCapGrantsWritingReadingOrVerifying() {
    KnownCapability cap = new DirectoryReadCap(new LiteralCap(new byte[0]));

    String granted =
        switch (cap) {
          case WriteCap _ -> "writing";
          case ReadCap _ -> "reading";
          case VerifyCap _ -> "verifying";
        };

    assertThat(granted).isEqualTo("reading");
  }
}
