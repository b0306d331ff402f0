package org.truckee.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.cli.RunningProgram;

class ExpireCommandTest {
  private static final String BUCKET = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

  @TempDir private Path temp;

  private Path share(int daysAgo) throws Exception {
    Files.writeString(temp.resolve("tahoe-client.tac"), "");
    Files.writeString(temp.resolve("tahoe.cfg"), "[storage]\nenabled = true\n");
    Instant granted = Instant.now().minus(Duration.ofDays(daysAgo));
    int expiration = (int) granted.plus(Duration.ofDays(31)).getEpochSecond();
    ByteBuffer file = ByteBuffer.allocate(84).putInt(2).putInt(0).putInt(1);
    file.putInt(80, expiration);
    Path bucket = Files.createDirectories(temp.resolve("storage/shares/aa").resolve(BUCKET));
    return Files.write(bucket.resolve("7"), file.array());
  }

  private RunningProgram expire(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "admin";
    all[1] = "expire";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[all.length - 1] = temp.toString();
    return new RunningProgram().run(all);
  }

  @Test
  void itTellsWhatWouldBeDeletedAndDeletesNothing() throws Exception {
    Path share = share(32);
    RunningProgram program = expire("--dry-run");
    assertThat(program.out())
        .contains(BUCKET + "/7: immutable, 84 bytes, last lease until ")
        .contains("1 of 1 shares would be deleted")
        .contains("Nothing was deleted");
    assertThat(program.status()).isZero();
    assertThat(share).exists();
  }

  @Test
  void aConfigurationCanBeTriedOut() throws Exception {
    share(10);
    assertThat(expire("--dry-run").out()).contains("0 of 1 shares would be deleted");
    assertThat(expire("--dry-run", "--age=9days").out()).contains("1 of 1 shares would be");
    assertThat(expire("--dry-run", "--age=11 days").out()).contains("0 of 1 shares would be");
    assertThat(expire("--dry-run", "--cutoff-date=2001-01-01").out()).contains("0 of 1 shares");
    assertThat(expire("--dry-run", "--cutoff-date=2099-01-01").out()).contains("1 of 1 shares");
  }

  @Test
  void programsAreToldInJson() throws Exception {
    share(10);
    assertThat(expire("--dry-run", "--age=9days", "--json").out())
        .matches(
            "\\{\"share\":\"%s/7\",\"kind\":\"immutable\",\"size\":84,\"last-lease\":[0-9]+}\n"
                    .formatted(BUCKET)
                + "\\{\"deleted\":1,\"examined\":1,\"deleted-bytes\":[0-9]+,\"examined-bytes\":[0-9]+,\"leases\":0,\"unreadable\":0,\"node-deletes\":false}\n");
  }

  @Test
  void nothingIsDoneWithoutTheWordThatNothingIsDeleted() throws Exception {
    Path share = share(1000);
    RunningProgram program = expire();
    assertThat(program.status()).isEqualTo(1);
    assertThat(program.out()).contains("only with --dry-run");
    assertThat(expire("--dry-run", "--age=soon").out()).contains("--age=soon is no duration");
    assertThat(expire("--dry-run", "--cutoff-date=x").out()).contains("--cutoff-date=x is no date");
    assertThat(share).exists();
  }

  @Test
  void aDirectoryWithoutSharesIsNamed() throws Exception {
    Files.writeString(temp.resolve("tahoe.cfg"), "[storage]\nenabled = false\n");
    assertThat(expire("--dry-run").err()).contains("keeps no shares");
    Files.writeString(temp.resolve("tahoe.cfg"), "[storage]\nenabled = true\n");
    assertThat(expire("--dry-run").err()).contains("there are no shares in");
  }
}
