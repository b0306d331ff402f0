package org.truckee.sftp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A client may send anything. */
final class RequestFuzzTest {
  @FuzzTest
  void anyPacketIsARequestOrMalformed(byte[] packet) {
    try {
      assertThat(Request.parse(packet)).isNotNull();
    } catch (MalformedPacketException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}
