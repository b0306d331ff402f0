package org.truckee.wormhole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeTest {
  @Test
  void codesHaveAWordOfThreeSyllablesAndOneOfTwo() throws Exception {
    Random random = new Random(5);
    Set<String> first = new HashSet<>();
    for (int i = 0; i < 5000; i++) {
      String[] parts = Code.generate("12", 2, random).text().split("-");
      assertThat(parts).hasSize(3).startsWith("12");
      first.add(parts[1]);
    }
    assertThat(first).hasSize(Words.COUNT).contains("retrospect").doesNotContain("checkup");
    assertThat(Code.parse(" 7-retrospect-checkup ").text()).isEqualTo("7-retrospect-checkup");
    assertThat(Code.parse("7-retrospect-checkup").toString()).doesNotContain("retrospect");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "7-", "retrospect-checkup", "7-retrospect checkup", "x7-a-b"})
  void whatIsNoCodeIsRefused(String text) {
    assertThatThrownBy(() -> Code.parse(text)).isInstanceOf(WormholeException.class);
  }
}
