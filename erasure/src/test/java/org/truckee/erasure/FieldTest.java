package org.truckee.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class FieldTest {
  @Test
  void powersOfTheGeneratorAreTheRecordedOnes() {
    byte[] recorded = ErasureVectors.hex(ErasureVectors.field().get("exp_table_hex"));
    assertThat(recorded).hasSize(255);
    for (int i = 0; i < recorded.length; i++) {
      assertThat(Field.exp(i)).isEqualTo(recorded[i] & 0xff);
      assertThat(Field.log(recorded[i] & 0xff)).isEqualTo(i);
    }
  }

  @Test
  void productsAreTheRecordedOnes() {
    assertThat(ErasureVectors.field().get("products")).isNotEmpty();
    for (JsonNode product : ErasureVectors.field().get("products")) {
      int[] factors = ErasureVectors.ints(product);
      assertThat(product(factors[0], factors[1])).isEqualTo(factors[2]);
    }
  }

  @Test
  void everyProductIsThatOfThePolynomials() {
    for (int a = 0; a < 256; a++) {
      for (int b = 0; b < 256; b++) {
        assertThat(product(a, b)).isEqualTo(NaiveCode.multiply(a, b));
      }
    }
  }

  /** A block of one byte, times one coefficient. */
  private static int product(int a, int b) {
    byte[] product = new byte[1];
    Combination.compute(
        new byte[][] {{(byte) a}},
        new byte[][] {{(byte) b}},
        new int[1],
        new byte[][] {product},
        new int[1],
        1);
    return product[0] & 0xff;
  }
}
