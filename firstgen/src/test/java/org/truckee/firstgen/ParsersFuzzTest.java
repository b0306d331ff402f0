package org.truckee.firstgen;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.truckee.firstgen.share.EncodingParameters;
import org.truckee.firstgen.share.ShareHeader;
import org.truckee.firstgen.share.UriExtension;
import org.truckee.firstgen.storage.SizeLimit;
import org.truckee.firstgen.uri.OldUri;

/** Whatever others send or a disk holds is understood, or refused in the usual way. */
final class ParsersFuzzTest {

  @FuzzTest
  void anyTextIsAUriOrRefused(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try {
      OldUri uri = OldUri.parse(text);
      assertThat(OldUri.parse(uri.text())).isEqualTo(uri);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  @FuzzTest
  void anyBytesAreAUriExtensionOrRefused(byte[] bytes) {
    try {
      UriExtension extension = UriExtension.parse(bytes);
      assertThat(UriExtension.parse(extension.bytes()).plan()).isEqualTo(extension.plan());
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  @FuzzTest
  void anyBytesAreAHeaderOrRefused(byte[] bytes) {
    try {
      ShareHeader header = ShareHeader.parse(bytes);
      assertThat(bytes).startsWith(header.bytes());
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  @FuzzTest
  void anyTextIsASettingOrRefused(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    SizeLimit.parse(text).ifPresent(limit -> assertThat(limit).isNotNegative());
    try {
      EncodingParameters parameters = EncodingParameters.parse(text);
      assertThat(parameters.needed()).isPositive();
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }
}
