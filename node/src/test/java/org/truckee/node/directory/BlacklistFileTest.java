package org.truckee.node.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.StorageIndex;

class BlacklistFileTest {
  private static final StorageIndex INDEX = new StorageIndex(new byte[16]);
  private static final String LINE = "a".repeat(26) + " for a reason\n";

  @TempDir Path temp;
  private Path file;
  private BlacklistFile blacklist;
  private long now = Long.MAX_VALUE - 10;

  @BeforeEach
  void open() {
    file = temp.resolve("access.blacklist");
    blacklist = new BlacklistFile(file, () -> now);
  }

  private Optional<String> reason() {
    now += TimeUnit.SECONDS.toNanos(1);
    return blacklist.get().reason(Optional.of(INDEX));
  }

  @Test
  void whatIsWrittenHoldsFromThenOn() throws IOException {
    assertThat(reason()).isEmpty();
    Files.writeString(file, LINE);
    assertThat(reason()).contains("for a reason");
    Files.writeString(file, "# nothing\n");
    assertThat(reason()).isEmpty();
    Files.writeString(file, LINE.replace("reason", "better reason"));
    assertThat(reason()).contains("for a better reason");
    Files.delete(file);
    assertThat(reason()).isEmpty();
  }

  /** A file that was put back from a copy has an older time. */
  @Test
  void aFileThatBecameOlderIsReadToo() throws IOException {
    Files.writeString(file, "# nothing\n");
    assertThat(reason()).isEmpty();
    Files.writeString(file, LINE);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(reason()).contains("for a reason");
  }

  @Test
  void whatCannotBeUnderstoodProhibitsEverythingUntilItIsMended() throws IOException {
    Files.writeString(file, "nonsense\n");
    assertThat(reason().orElseThrow()).contains("line 1");
    assertThat(blacklist.get().reason(Optional.empty())).isPresent();
    Files.writeString(file, LINE);
    assertThat(blacklist.get().reason(Optional.empty()))
        .as("not looked at again at once")
        .isPresent();
    assertThat(reason()).contains("for a reason");
    assertThat(blacklist.get().reason(Optional.empty())).isEmpty();
    Files.delete(file);
    Files.createDirectory(file);
    assertThat(reason()).isPresent();
  }
}
