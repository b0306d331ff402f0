package org.truckee.firstgen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.ReflectionSupport;

/** Nothing that the program of 2007 gave goes unused. */
final class VectorsTest {
  /** What is said about the vectors themselves. */
  private static final List<String> ABOUT = List.of("title", "conventions", "provenance");

  private static List<String> used() {
    return ReflectionSupport.findAllClassesInPackage(
            "org.truckee.firstgen", type -> type.isAnnotationPresent(UsesVectors.class), _ -> true)
        .stream()
        .flatMap(type -> Arrays.stream(type.getAnnotation(UsesVectors.class).value()))
        .toList();
  }

  @Test
  void allVectorsAreUsed() {
    List<String> wanted = new ArrayList<>(OldVectors.names());
    wanted.removeAll(ABOUT);
    assertThat(used()).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void whatNobodyReadsIsNoticed() {
    assertThat(OldVectors.unread("conventions")).contains("conventions/hex");
    OldVectors.get("conventions").path("hex");
    assertThat(OldVectors.unread("conventions"))
        .contains("conventions/plaintext_rule")
        .doesNotContain("conventions/hex");
  }
}
