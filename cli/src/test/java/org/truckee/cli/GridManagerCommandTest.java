package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of a grid manager, and the one that takes its certificates. */
class GridManagerCommandTest {
  private static final String PRIVATE =
      "priv-v0-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  private static final String PUBLIC =
      "pub-v0-hnvcppgow2sc2yvdvdicu3ynonsteflxdxrehjr2ybekdc2z3iuq";

  @TempDir Path temp;

  private RunningProgram manager(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "grid-manager";
    all[1] = "-c";
    all[2] = temp.resolve("gm").toString();
    System.arraycopy(words, 0, all, 3, words.length);
    return new RunningProgram().run(all);
  }

  private static String out(RunningProgram program) {
    assertThat(program.err()).isEmpty();
    assertThat(program.status()).isZero();
    return program.out();
  }

  private static RunningProgram withText(String text, String... words) {
    return new RunningProgram().withInput(text.getBytes(StandardCharsets.UTF_8)).run(words);
  }

  @Test
  void aGridManagerIsMadeAndVouchesForServers() throws Exception {
    assertThat(out(manager("create"))).isEmpty();
    String identity = out(manager("public-identity"));
    assertThat(identity).matches("pub-v0-[a-z2-7]{52}\n");
    assertThat(out(manager("list"))).isEmpty();
    assertThat(out(manager("add", "s0", PUBLIC))).isEmpty();
    String config = Files.readString(temp.resolve("gm/config.json"));
    assertThat(config)
        .matches(
            "(?s)\\{\n    \"grid_manager_config_version\": 0,\n    \"private_key\":"
                + " \"priv-v0-[a-z2-7]{52}\",\n    \"storage_servers\": \\{\n        \"s0\": \\{\n"
                + "            \"public_key\": \"%s\"\n        }\n    }\n}\n".formatted(PUBLIC));
    String certificate = out(manager("sign", "s0", "10"));
    assertThat(certificate).startsWith("{\n    \"certificate\": \"{\\\"expires\\\":\\\"20");
    assertThat(Files.readString(temp.resolve("gm/s0.cert.0"))).isEqualTo(certificate.strip());
    out(manager("sign", "s0", "1825"));
    assertThat(out(manager("list")))
        .matches(
            "s0: %s\n    cert 0: valid until [0-9-]{10} [0-9:]{8}(\\.[0-9]{6})?\\+00:00 \\(9 days in the"
                    .formatted(PUBLIC)
                + " future\\)\n    cert 1: valid until .* \\(4 years in the future\\)\n");
    assertThat(out(manager("list", "--json")))
        .matches(
            "\\{\"s0\":\\{\"public-key\":\"%s\",\"certificates-expire\":\\[[0-9]+,[0-9]+]}}\n"
                .formatted(PUBLIC));
    assertThat(out(manager("public-identity", "--json")))
        .isEqualTo("{\"public-identity\":\"%s\"}\n".formatted(identity.strip()));
    assertThat(out(manager("remove", "s0"))).isEmpty();
    assertThat(temp.resolve("gm/s0.cert.0")).doesNotExist();
    assertThat(temp.resolve("gm/s0.cert.1")).doesNotExist();
    assertThat(Files.readString(temp.resolve("gm/config.json"))).doesNotContain("storage_servers");
  }

  @Test
  void aGridManagerCanBeATextAlone() {
    String made = out(new RunningProgram().run("grid-manager", "--config=-", "create"));
    assertThat(made).endsWith("\"\n}\n\n");
    String more = out(withText(made, "grid-manager", "-c", "-", "add", "s", PUBLIC));
    assertThat(more).contains("\"s\": {").endsWith("}\n\n");
    assertThat(out(withText(more, "grid-manager", "-c", "-", "list")))
        .isEqualTo("s: %s\n".formatted(PUBLIC));
    assertThat(out(withText(more, "grid-manager", "-c", "-", "sign", "s", "5")))
        .contains("\"signature\"");
    assertThat(out(withText(more, "grid-manager", "remove", "s", "-c", "-"))).isEqualTo(made);
  }

  @Test
  void whatFailsIsSaid() throws Exception {
    out(manager("create"));
    assertThat(manager("create").err())
        .isEqualTo("Error: Can't create '%s': File exists\n".formatted(temp.resolve("gm")));
    out(manager("add", "s0", PUBLIC));
    assertThat(manager("add", "s0", PUBLIC).err())
        .isEqualTo("Error: A storage-server called 's0' already exists\n");
    assertThat(manager("add", "a/b", PUBLIC).err()).contains("cannot be the name");
    assertThat(manager("add", "s1", "junk").status()).isEqualTo(1);
    assertThat(manager("remove", "x").err())
        .isEqualTo("Error: No storage-server called 'x' exists\n");
    assertThat(manager("sign", "x", "1").err())
        .isEqualTo("Error: No storage-server called 'x' exists\n");
  }

  @Test
  void usageErrorsAreShort() throws Exception {
    out(manager("create"));
    out(manager("add", "s0", PUBLIC));
    RunningProgram sign = manager("sign", "s0", "0");
    assertThat(sign.status()).isEqualTo(2);
    assertThat(sign.out()).isEmpty();
    assertThat(sign.err())
        .isEqualTo(
            """
            Usage: truckee grid-manager sign [OPTIONS] NAME DAYS
            Try '--help' for help.

            Error: Invalid value for 'EXPIRY_DAYS': 0 is not in the range 1<=x<=1825.
            """);
    assertThat(new RunningProgram().run("grid-manager", "list").err())
        .endsWith("\nError: Missing option '--config' / '-c'.\n");
    assertThat(new RunningProgram().run("grid-manager", "frob").err())
        .contains("Error: No such command 'frob'.");
    assertThat(new RunningProgram().run("grid-manager").err()).contains("Commands:\n  create");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Missing or unknown version 'None' of Grid Manager config",
        "{\"grid_manager_config_version\": 5} | Missing or unknown version '5' of Grid Manager"
            + " config",
        "{\"grid_manager_config_version\": 0} | 'private_key' required in config",
        "{\"grid_manager_config_version\": 0, \"private_key\": \"x\"} |"
            + " Invalid Grid Manager private_key: ",
        "[] | is no JSON object",
      })
  void aDamagedConfigurationIsNamed(String config, String message) {
    RunningProgram program = withText(config, "grid-manager", "-c", "-", "list");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.err())
        .startsWith("Error: Error loading Grid Manager from '-': ")
        .contains(message);
  }

  @Test
  void aServerWithoutAKeyIsNamed() {
    String config =
        "{\"grid_manager_config_version\": 0, \"private_key\": \"%s\", \"storage_servers\": {\"x\": {}}}"
            .formatted(PRIVATE);
    assertThat(withText(config, "grid-manager", "-c", "-", "list").err())
        .contains("No 'public_key' for storage server 'x'");
  }

  private RunningProgram addCertificate(String text, String name) {
    return withText(
        text,
        "-d",
        temp.resolve("node").toString(),
        "admin",
        "add-grid-manager-cert",
        "--name",
        name,
        "--filename",
        "-");
  }

  @Test
  void aCertificateIsPutIntoANodeWhoseCommentsStay() throws Exception {
    Path configuration = Files.createDirectories(temp.resolve("node")).resolve("tahoe.cfg");
    Files.writeString(
        configuration,
        """
        # mine
        [node]
        nickname = 100%%
        [storage]
        # much
        enabled = true
        grid_management = no

        [helper]
        enabled = false
        """);
    out(manager("create"));
    out(manager("add", "s0", PUBLIC));
    String certificate = out(manager("sign", "s0", "10"));
    RunningProgram added = addCertificate(certificate, "Fred");
    assertThat(added.status()).isZero();
    assertThat(added.out()).isEmpty();
    assertThat(added.err())
        .isEqualTo("reading certificate from stdin\nThere are now 1 certificates\n");
    assertThat(Files.readString(temp.resolve("node/Fred.cert"))).isEqualTo(certificate);
    assertThat(Files.readString(configuration))
        .isEqualTo(
            """
            # mine
            [node]
            nickname = 100%%
            [storage]
            # much
            enabled = true
            grid_management = True

            [helper]
            enabled = false

            [grid_manager_certificates]
            fred = Fred.cert
            """);
    assertThat(addCertificate(certificate, "Fred").err())
        .endsWith(
            "Already have certificate for 'Fred' (at %s)\n"
                .formatted(temp.resolve("node/Fred.cert")));
    assertThat(addCertificate(certificate, "b").err()).endsWith("There are now 2 certificates\n");
    assertThat(Files.readString(configuration)).endsWith("fred = Fred.cert\nb = b.cert\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | Error parsing certificate: ",
        "{} | Grid Manager certificate must contain: 'certificate', 'signature'",
        "junk | Error parsing certificate: ",
      })
  void whatIsNoCertificateIsNotTaken(String text, String message) {
    RunningProgram program = addCertificate(text, "x");
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).contains(message);
    assertThat(temp.resolve("node/x.cert")).doesNotExist();
    assertThat(addCertificate("", "x").out()).contains("Reading certificate from stdin failed");
  }
}
