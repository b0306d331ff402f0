package org.truckee.cli.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.cli.RunningProgram;
import org.truckee.cli.command.Surroundings;

class BrowserTest {
  private static final String LITERAL = "URI:LIT:nbswy3dpeb3w64tmmqfa";

  @TempDir private Path temp;

  /** A browser that writes down what it is told. */
  private Path browser() throws Exception {
    Path program = temp.resolve("browser");
    Files.writeString(program, "#!/bin/sh\necho \"$@\" >> '%s'\n".formatted(temp.resolve("seen")));
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  private String seen(String variable, String... arguments) throws Exception {
    RunningProgram program =
        new RunningProgram()
            .in(new Surroundings(temp, temp, Map.of("BROWSER", variable)))
            .run(arguments);
    assertThat(program.status()).as(program.err()).isZero();
    assertThat(program.out()).isEmpty();
    return Files.readString(temp.resolve("seen")).strip();
  }

  @Test
  void theBrowserIsToldWhatToShow() throws Exception {
    String url = seen(browser().toString(), "webopen", "-u", "http://127.0.0.1:1", "-i", LITERAL);
    assertThat(url).isEqualTo("http://127.0.0.1:1/uri/URI%3ALIT%3Anbswy3dpeb3w64tmmqfa?t=info");
  }

  @Test
  void withoutAPlaceTheWelcomePageIsShown() throws Exception {
    assertThat(seen(browser().toString(), "webopen", "-u", "http://127.0.0.1:1"))
        .isEqualTo("http://127.0.0.1:1/");
  }

  @Test
  void theNextBrowserIsTriedIfOneFails() throws Exception {
    String variable = temp.resolve("missing") + ":false:" + browser() + " --new %s tab";
    assertThat(seen(variable, "webopen", "-u", "http://127.0.0.1:1/"))
        .isEqualTo("--new http://127.0.0.1:1/ tab");
  }
}
