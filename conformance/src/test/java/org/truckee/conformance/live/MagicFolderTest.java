package org.truckee.conformance.live;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;

/** Two who share a folder by magic-folder, each with a node of ours. */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class MagicFolderTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path place;

  @Test
  void filesGoBothWaysConflictsAreKeptAndDeletionsFollow(LiveNodes.Grids grids) throws Exception {
    SharedGrid grid = grids.servedBy(Program.TRUCKEE);
    try (RunningNode ours = grid.startClient("of-alice", Program.TRUCKEE);
        RunningNode theirs = grid.startClient("of-bob", Program.TRUCKEE)) {
      ours.awaitServers(SharedGrid.SERVERS);
      theirs.awaitServers(SharedGrid.SERVERS);
      try (MagicFolder alice =
              MagicFolder.start("alice", ours.directory().path(), place.resolve("alice"));
          MagicFolder bob =
              MagicFolder.start("bob", theirs.directory().path(), place.resolve("bob"))) {
        alice.follow(bob);
        bob.follow(alice);
        share(alice, bob);
      }
    }
  }

  private static void share(MagicFolder alice, MagicFolder bob) throws Exception {
    byte[] large = new Payload(300_000, 12).bytes(0, 300_000);
    Files.write(alice.file("größe.bin"), large);
    Files.createDirectory(bob.file("below"));
    Files.write(bob.file("below/note"), utf8("of bob"));
    await("a file of alice's", alice, bob, () -> has(bob, "größe.bin", large));
    await("a file of bob's", bob, alice, () -> has(alice, "below/note", utf8("of bob")));

    Files.write(bob.file("größe.bin"), utf8("changed"));
    await("a change", bob, alice, () -> has(alice, "größe.bin", utf8("changed")));

    Files.write(alice.file("größe.bin"), utf8("by alice"));
    Files.write(bob.file("größe.bin"), utf8("by bob"));
    alice.scan();
    await("a conflict", bob, alice, () -> has(alice, "größe.bin.conflict-bob", utf8("by bob")));
    await("both sides", alice, bob, () -> has(bob, "größe.bin.conflict-alice", utf8("by alice")));

    Files.delete(bob.file("below/note"));
    await("a deletion", bob, alice, () -> !Files.exists(alice.file("below/note")));
  }

  private static boolean has(MagicFolder folder, String name, byte[] contents) throws IOException {
    Path file = folder.file(name);
    return Files.exists(file) && Arrays.equals(Files.readAllBytes(file), contents);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  /** Has one look for changes of its own, and the other for those of others, until it has them. */
  private static void await(String what, MagicFolder from, MagicFolder to, Condition condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    from.scan();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("%s did not come:%n%s%n%s".formatted(what, from.log(), to.log()));
      }
      to.poll();
    }
  }
}
