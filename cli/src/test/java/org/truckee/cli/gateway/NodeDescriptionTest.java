package org.truckee.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.cli.command.CommandException;

class NodeDescriptionTest {
  private static final int CHILDREN = 10_000;

  private static NodeDescription read(InputStream body, NodeDescription.Children children)
      throws CommandException {
    return NodeDescription.read(new Answer(200, "OK", -1, body, body), "Error", children);
  }

  private static NodeDescription read(String json) throws CommandException {
    return read(stream(json), (_, _) -> {});
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** However many there are, no more of them than one is in memory. */
  @Test
  void childrenAreToldWhileTheyArrive() throws Exception {
    String all =
        IntStream.range(0, CHILDREN)
            .mapToObj(i -> "\"%d\": [\"filenode\", {\"size\": %d}]".formatted(i, i))
            .collect(Collectors.joining(", "));
    ByteArrayInputStream body =
        stream("[\"dirnode\", {\"a\": 1, \"children\": {%s}, \"b\": 2}]".formatted(all));
    int length = body.available();
    List<Integer> left = new ArrayList<>();
    NodeDescription node =
        read(
            body,
            (name, child) -> {
              assertThat(child.properties().path("size").asText()).isEqualTo(name);
              left.add(body.available());
            });
    assertThat(left).hasSize(CHILDREN);
    for (int told = 0; told < CHILDREN; told += CHILDREN / 10) {
      assertThat(length - left.get(told))
          .as("bytes read when child %d was told", told)
          .isLessThan(length / CHILDREN * (told + 1) + 20_000);
    }
    assertThat(node.isDirectory()).isTrue();
    assertThat(node.properties()).hasToString("{\"a\":1,\"b\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[\"filenode\"; is no JSON",
        "[\"dirnode\", {\"children\": {\"a\": ]; is no JSON",
        "nonsense; is no JSON",
        "''; describes no file or directory",
        "{\"a\": 1}; describes no file or directory",
        "[\"filenode\"]; describes no file or directory",
        "[1, {}]; describes no file or directory",
        "[\"dirnode\", {\"children\": {\"a\": 7}}]; describes no file or directory"
      })
  void whatIsNoDescriptionIsRefused(String json, String problem) {
    assertThatExceptionOfType(CommandException.class)
        .isThrownBy(() -> read(json))
        .withMessageContaining(problem);
  }

  @Test
  void whatLooksLikeChildrenAndIsNoneIsAProperty() throws Exception {
    assertThat(read("[\"filenode\", {\"children\": 3}]").properties())
        .hasToString("{\"children\":3}");
  }
}
