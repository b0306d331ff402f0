package org.truckee.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class ErasureCodeTest {
  @Test
  void parametersThatTheReferenceRefusesAreRefusedWithTheirValues() {
    assertThat(ErasureVectors.limits()).isNotEmpty();
    for (JsonNode limit : ErasureVectors.limits()) {
      int k = limit.get("k").intValue();
      int n = limit.get("n").intValue();
      assertThatThrownBy(() -> ErasureCode.of(k, n))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("%d-of-%d: an erasure code needs 1 <= k <= n <= 256".formatted(k, n));
    }
  }

  @Test
  void aCodeIsSharedAndKnowsItsParameters() {
    ErasureCode code = ErasureCode.of(3, 10);
    assertThat(code).isSameAs(ErasureCode.of(3, 10));
    assertThat(code.k()).isEqualTo(3);
    assertThat(code.n()).isEqualTo(10);
    assertThat(ErasureCode.of(10, 10).k()).isEqualTo(10);
  }

  @Test
  void anyNumberOfDifferentCodesCanBeAskedFor() {
    for (int n = 1; n <= 256; n++) {
      assertThat(ErasureCode.of(1, n).n()).isEqualTo(n);
    }
    assertThat(ErasureCode.of(256, 256).k()).isEqualTo(256);
  }
}
