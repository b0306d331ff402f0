package org.truckee.capability;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Runs over its seed inputs in the build, and without end when a fuzzer drives it. */
class CapabilityFuzzTest {
  @FuzzTest
  void everyInputIsAnsweredConsistently(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    for (boolean deepImmutable : new boolean[] {false, true}) {
      switch (Capability.parse(text, deepImmutable, "fuzz")) {
        case UnknownCapability unknown -> assertThat(unknown.text()).isEqualTo(text);
        case KnownCapability cap -> {
          assertThat(Capability.parse(cap.text(), deepImmutable, "fuzz")).isEqualTo(cap);
          assertThat(cap.readOnly().isReadOnly()).isTrue();
          assertThat(cap.verifier().isPresent()).isEqualTo(cap.storageIndex().isPresent());
        }
      }
    }
  }
}
