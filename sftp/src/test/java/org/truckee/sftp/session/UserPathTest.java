package org.truckee.sftp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.sftp.protocol.SftpException;

final class UserPathTest {
  private static UserPath parse(String path) throws SftpException {
    return UserPath.parse(path.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "'', /",
    "., /",
    "/, /",
    "///, /",
    "../.., /",
    "/a/../b/./c, /b/c",
    "a/b/, /a/b",
    "a//b, /a/b",
    "/nö/…, /nö/…",
    "/a/.., /"
  })
  void aPathBeginsAtTheRoot(String path, String absolute) throws Exception {
    assertThat(parse(path).text()).isEqualTo(absolute);
  }

  @Test
  void whatIsNoUtf8IsNotFound() {
    assertThatThrownBy(() -> UserPath.parse(new byte[] {'/', (byte) 0xff}))
        .isInstanceOf(SftpException.class)
        .hasMessage("path could not be decoded as UTF-8");
  }

  @Test
  void aPathIsAboveItselfAndWhatIsBelowIt() throws Exception {
    assertThat(parse("/a").isAbove(parse("/a/b"))).isTrue();
    assertThat(parse("/a").isAbove(parse("/a"))).isTrue();
    assertThat(parse("/").isAbove(parse("/a"))).isTrue();
    assertThat(parse("/a/b").isAbove(parse("/a"))).isFalse();
    assertThat(parse("/a").isAbove(parse("/ab"))).isFalse();
  }
}
