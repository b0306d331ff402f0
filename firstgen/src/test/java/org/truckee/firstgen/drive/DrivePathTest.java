package org.truckee.firstgen.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DrivePathTest {

  private static List<ChildName> names(String... names) {
    return Arrays.stream(names).map(ChildName::of).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "f, false, f",
    "/f, false, f",
    "f/g, false, f/g",
    "~f, false, ~f",
    "f/~, false, f/~",
    "~/p, true, p",
    "/~/p, true, p",
  })
  void aPathHasARootAndNames(String text, boolean isPrivate, String names) {
    assertThat(DrivePath.parse(text)).isEqualTo(new DrivePath(isPrivate, names(names.split("/"))));
  }

  @Test
  void theRootsHavePaths() {
    assertThat(DrivePath.parse("~")).isEqualTo(new DrivePath(true, List.of()));
    assertThat(DrivePath.of(names("~"))).isEqualTo(new DrivePath(true, List.of()));
    assertThat(DrivePath.of(names("~", "p"))).isEqualTo(new DrivePath(true, names("p")));
    assertThat(DrivePath.of(List.of())).isEqualTo(new DrivePath(false, List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//f", "sub/", "sub//f", "~/"})
  void noPartIsEmpty(String text) {
    assertThatThrownBy(() -> DrivePath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a part of the path is empty");
  }
}
