package org.truckee.web.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OmissionsTest {
  private final Omissions omissions = new Omissions();

  private String text() {
    return new String(omissions.text(), StandardCharsets.UTF_8);
  }

  @Test
  void whatIsMissingIsToldWithItsReason() {
    assertThat(omissions.isEmpty()).isTrue();
    omissions.note("a/b", "nobody has it");
    assertThat(omissions.isEmpty()).isFalse();
    assertThat(text()).isEqualTo("One thing is not in this archive:\n\na/b: nobody has it\n");
  }

  @Test
  void howeverMuchIsMissingOfWhateverNameTheTextStaysSmallAndTheNumberRight() {
    String name = "n".repeat(100_000);
    for (int i = 0; i < 5000; i++) {
      omissions.note(name, "too long");
    }
    assertThat(text())
        .startsWith("5000 things are not in this archive:")
        .containsPattern("and [0-9]+ more\\.\n$")
        .hasSizeLessThan(Omissions.MOST_TOLD + 1000);
  }
}
