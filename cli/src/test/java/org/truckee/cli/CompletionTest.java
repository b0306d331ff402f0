package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.cli.command.Verb;

/** The scripts for shells, run by the shells where these are. */
class CompletionTest {
  @TempDir Path temp;

  private static String script(String shell) {
    RunningProgram run = new RunningProgram().run("completion", shell);
    assertThat(run.status()).isZero();
    return run.out();
  }

  private String shell(String program, String text) throws IOException, InterruptedException {
    Path file = Files.writeString(temp.resolve("script"), text);
    Process process =
        new ProcessBuilder(program, file.toString()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(out).isZero();
    return out;
  }

  /** What bash offers for the last of some words. */
  private List<String> offered(String... words) throws IOException, InterruptedException {
    String quoted = Stream.of(words).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    return shell(
            "bash",
            script("bash")
                + "COMP_WORDS=(%s)\nCOMP_CWORD=%d\n_truckee\nprintf '%%s\\n' \"${COMPREPLY[@]}\"\n"
                    .formatted(quoted, words.length - 1))
        .lines()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @Test
  void bashOffersAllCommands() throws Exception {
    assertThat(offered("truckee", ""))
        .containsExactlyElementsOf(Main.program().members().stream().map(Verb::name).toList());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          mk,                          mkdir
          grid-manager a,              add
          -d some/where mani,          manifest
          --node-directory where bac,  backup
          --node-directory = where ba, backup
          -q list-a,                   list-aliases
          backup --excl,               --exclude --exclude-from-utf-8 --exclude-vcs
          backup --exclude x --ig,     --ignore-timestamps
          backup -v from --js,         --json
          admin add-grid-manager-cert --n, --name
          """)
  void bashOffersWhatCanComeThere(String typed, String expected) throws Exception {
    String[] words = ("truckee " + typed).split(" ");
    assertThat(offered(words)).containsExactlyInAnyOrder(expected.split(" "));
  }

  /** Nothing of ours, so that bash offers files. */
  @ParameterizedTest
  @ValueSource(strings = {"put ", "backup --exclude ", "-d ", "cp a b"})
  void bashIsLeftToOfferFiles(String typed) throws Exception {
    String[] words = ("truckee " + typed).split(" ", -1);
    assertThat(offered(words)).isEmpty();
  }

  @Test
  void bashHasItRegistered() throws Exception {
    assertThat(shell("bash", script("bash") + "complete -p truckee\n"))
        .isEqualTo("complete -o default -F _truckee truckee\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zsh", "fish"})
  void otherShellsUnderstandTheirScripts(String shell) throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
    Assumptions.assumeTrue(there, shell + " is not installed");
    Path file = Files.writeString(temp.resolve("completion"), script(shell));
    shell(shell, "%s -n %s\n".formatted(shell, file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh", "fish"})
  void everyCommandIsInEveryScript(String shell) {
    String script = script(shell);
    for (Verb verb : Main.program().members()) {
      assertThat(script).contains(verb.name());
    }
    assertThat(script).contains("ignore-timestamps", "add-grid-manager-cert");
  }

  @Test
  void saysWhichShellsThereAre() {
    RunningProgram run = new RunningProgram().run("completion", "csh");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .endsWith("there is no completion for 'csh', but for bash, zsh and fish\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "backup", "admin", "admin expire"})
  void pagesOfTheManualAreGoodRoff(String command) throws Exception {
    RunningProgram run = new RunningProgram().run(("help --man " + command).strip().split(" "));
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith(".TH TRUCKEE").contains(".SH NAME", ".SH OPTIONS");
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is missing");
    Path page = Files.writeString(temp.resolve("page.1"), run.out());
    String shown = shell("bash", "groff -ww -man -Tutf8 -P-cbou '%s'\n".formatted(page));
    assertThat(shown).doesNotContain("warning").contains("NAME", "--help");
  }
}
