package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of operations beside what the specification names. */
class RouteTableTest {
  private static final String LIST = "operations.txt";

  @Test
  void theTableHasWhatTheSpecificationNamesAndNothingElse() throws Exception {
    List<String> table = new ArrayList<>();
    Map<Kind<?>, String> names = kinds();
    try (TestNode node = new TestNode();
        BackgroundOperations operations = new BackgroundOperations(System::nanoTime)) {
      RouteTable routes =
          Routes.table(
              node.settings().grid(),
              WebGateway.site(
                  node.settings(),
                  operations,
                  new LastHour(node.settings().status(), System::nanoTime)),
              operations);
      for (RouteTable.Row<?> row : routes.rows()) {
        table.add("%s %s t=%s".formatted(names.get(row.kind()), row.method(), row.t()));
      }
    }
    assertThat(table).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(specified());
  }

  /** Each kind that a path can lead to has a row: it is never empty by mistake. */
  @Test
  void noKindIsWithoutAnOperation() throws Exception {
    assertThat(specified().stream().map(row -> row.split(" ")[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(kinds().values());
  }

  private static List<String> specified() throws IOException {
    List<String> rows = new ArrayList<>();
    for (String line : lines()) {
      String[] words = line.split(" +");
      for (String method : words[2].split(",")) {
        Stream.of(words)
            .skip(3)
            .map(t -> "%s %s t=%s".formatted(words[1], method, t.equals("-") ? "" : t))
            .forEach(rows::add);
      }
    }
    return rows;
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = RouteTableTest.class.getResourceAsStream(LIST)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private static Map<Kind<?>, String> kinds() throws IllegalAccessException {
    Map<Kind<?>, String> names = new HashMap<>();
    for (Field field : Kind.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.get(null) instanceof Kind<?> kind) {
        names.put(kind, field.getName());
      }
    }
    return names;
  }
}
