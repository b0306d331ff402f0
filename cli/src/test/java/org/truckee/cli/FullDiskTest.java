package org.truckee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.node.Node;
import org.truckee.node.NodeResources;
import org.truckee.node.directory.NewNode;
import org.truckee.node.directory.NewPlace;
import org.truckee.node.directory.NodeDirectory;

/** A disk that is really full: who sends a file is told so, and what is full. */
@Timeout(300)
class FullDiskTest {
  private static final String DISK = "6m";
  private static final byte[] FITS = bytes(100_000);
  private static final byte[] TOO_LARGE = bytes(20_000_000);

  @TempDir private Path temp;

  private Path directory;

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** A node that is its own and only server. */
  private void makeNode() throws Exception {
    directory = temp.resolve("node");
    int port = NodeDirectory.freePort();
    NewNode.of(
            NodeDirectory.Kind.CLIENT,
            "alone",
            "tcp:0:interface=127.0.0.1",
            NewPlace.of("tcp:%d:interface=127.0.0.1".formatted(port), "tcp:127.0.0.1:" + port),
            true)
        .withShares(1, 1, 1)
        .create(directory);
    Path settings = directory.resolve("tahoe.cfg");
    String all = Files.readString(settings).replace("reserved_space = 1G", "reserved_space = 0");
    assertThat(all).contains("reserved_space = 0");
    Files.writeString(settings, all);
    try (NodeResources resources = NodeResources.start();
        Node node = Node.start(directory, resources)) {
      NodeDirectory.open(directory, new SecureRandom(), Clock.systemUTC())
          .writeStaticServers(List.of(node.announcement().orElseThrow()));
    }
  }

  private NodeProcess start(Path disk) throws Exception {
    Files.createDirectories(disk);
    Optional<NodeProcess> node =
        NodeProcess.startOnSmallDisk(directory, disk, DISK, temp.resolve("log"));
    assumeTrue(node.isPresent(), "nobody may mount a file system of his own here");
    return node.get();
  }

  private WebDoor.Answer put(byte[] contents) throws IOException {
    WebDoor door = WebDoor.of(NodeProcess.url(directory));
    return door.exchange("PUT /uri", contents).orElseThrow();
  }

  private RunningProgram putByCommand(byte[] contents) throws IOException {
    Path file = Files.write(temp.resolve("file"), contents);
    return new RunningProgram().run("-d", directory.toString(), "put", file.toString());
  }

  @Test
  void aFullTemporaryDirectoryIsNamedToWhoeverUploads() throws Exception {
    makeNode();
    Path spool = directory.resolve("tmp");
    try (NodeProcess node = start(spool)) {
      String said = "No space left on device: an upload waits in a file in '%s'".formatted(spool);
      WebDoor.Answer answer = put(TOO_LARGE);
      assertThat(answer.status()).isEqualTo(507);
      assertThat(answer.text()).startsWith(said);
      RunningProgram program = putByCommand(TOO_LARGE);
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("507", said);

      assertThat(put(FITS).status()).as("what was taken is given back").isEqualTo(200);
      assertThat(putByCommand(bytes(90_000)).status()).isZero();
      assertThat(node.log()).isEmpty();
    }
  }

  @Test
  void aServerWithoutRoomIsSaidToHaveNone() throws Exception {
    makeNode();
    // What the first start made there is hidden; an operator would have moved it.
    Path shares = directory.resolve("storage/shares");
    try (NodeProcess node = start(shares)) {
      String said = "1 that have no room for a share of ";
      WebDoor.Answer answer = put(TOO_LARGE);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).contains("UploadUnhappinessError", said);
      RunningProgram program = putByCommand(TOO_LARGE);
      assertThat(program.status()).isEqualTo(1);
      assertThat(program.err()).contains("500", said);

      WebDoor.Answer fitting = put(FITS);
      assertThat(fitting.status()).as(fitting.text()).isEqualTo(200);
      assertThat(node.alive()).isTrue();
    }
  }
}
