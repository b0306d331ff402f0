package org.truckee.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every Java name in {@code docs/interfaces.md} exists. */
class InterfacesDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "interfaces.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| (.+) \\|$");
  private static final Pattern NAME = Pattern.compile("`([a-z]+\\.[^`#]+)(?:#([^`]+))?`");

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(DOCUMENT)).results().toList();
  }

  @Test
  void everyRowSaysWhatAnswersOrThatNothingDoes() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(400);
    assertThat(rows())
        .allSatisfy(row -> assertThat(row.group(2)).matches("not yet.*|(`[a-z]+\\.[^`]+`(, )?)+"));
  }

  @TestFactory
  Stream<DynamicTest> everyJavaNameExists() throws IOException {
    return rows().stream()
        .flatMap(row -> NAME.matcher(row.group(2)).results())
        .map(name -> DynamicTest.dynamicTest(name.group(), () -> requireExists(name)));
  }

  private static void requireExists(MatchResult name) throws ClassNotFoundException {
    Class<?> type = Class.forName(name.group(1));
    if (name.group(2) != null) {
      assertThat(
              Stream.concat(
                      Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods()))
                  .map(Method::getName))
          .contains(name.group(2));
    }
  }
}
