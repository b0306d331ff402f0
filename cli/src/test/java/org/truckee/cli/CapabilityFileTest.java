package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capabilities that do not stand in the list of processes. */
class CapabilityFileTest {
  private static final String LIT = "URI:LIT:nbswy3dpeb3w64tmmqfa";
  private static final String ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello\n";

  @TempDir Path temp;

  private String requested(RunningProgram program, String... arguments) throws IOException {
    try (FakeNode node = FakeNode.answering(ANSWER)) {
      String[] all = new String[arguments.length + 2];
      System.arraycopy(arguments, 0, all, 0, arguments.length);
      all[arguments.length] = "-u";
      all[arguments.length + 1] = node.url();
      program.run(all);
      return node.request().lines().findFirst().orElse("");
    }
  }

  private Path file(String text) throws IOException {
    return Files.writeString(temp.resolve("secret: 1"), text);
  }

  @Test
  void comeFromAFile() throws IOException {
    Path plain = Files.writeString(temp.resolve("secret"), LIT + "  \nanother line\n");
    RunningProgram get = new RunningProgram();
    assertThat(requested(get, "get", "@" + plain + ":"))
        .startsWith("GET /uri/URI%3ALIT%3Anbswy3dpeb3w64tmmqfa ");
    assertThat(get.out()).isEqualTo("hello\n");
    assertThat(requested(new RunningProgram(), "get", "@" + plain + ":a/b c"))
        .startsWith("GET /uri/URI%3ALIT%3Anbswy3dpeb3w64tmmqfa/a/b%20c ");
  }

  @Test
  void comeFromStandardInput() throws IOException {
    byte[] input = (LIT + "\n").getBytes(StandardCharsets.UTF_8);
    assertThat(requested(new RunningProgram().withInput(input), "get", "@-:x"))
        .startsWith("GET /uri/URI%3ALIT%3Anbswy3dpeb3w64tmmqfa/x ");
    assertThat(requested(new RunningProgram().withInput(input), "get", "--dir-cap", "@-", "x"))
        .startsWith("GET /uri/URI%3ALIT%3Anbswy3dpeb3w64tmmqfa/x ");
  }

  @Test
  void areNotShownIfTheyAreNone() throws IOException {
    Path plain = Files.writeString(temp.resolve("secret"), "hunter2\n");
    RunningProgram get = new RunningProgram();
    requested(get, "get", "@" + plain + ":");
    assertThat(get.status()).isEqualTo(1);
    assertThat(get.err()).contains("'" + plain + "' is no capability").doesNotContain("hunter2");
    RunningProgram missing = new RunningProgram();
    requested(missing, "get", "@" + temp.resolve("none") + ":");
    assertThat(missing.err())
        .isEqualTo(
            "error: cannot read '%s': no such file or directory\n".formatted(temp.resolve("none")));
  }

  @Test
  void doNotTakeLocalFilesAway() throws IOException {
    Path local = file("contents");
    RunningProgram cp = new RunningProgram();
    requested(cp, "cp", local.toString(), temp.resolve("@copy").toString());
    assertThat(temp.resolve("@copy")).hasContent("contents");
  }
}
