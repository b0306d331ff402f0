package org.truckee.wire.foolscap;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.RecordedClient;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.storage.disk.DiskStorageOptions;
import org.truckee.storage.disk.DiskStorageServer;

/** A recorded conversation with a storage server: all of its methods, and calls that it refuses. */
@Timeout(60)
class StorageTranscriptTest {
  private static final String NAME = "swissnum".repeat(4);

  /** The one that the recorded server wrote into its shares. */
  private static final TubId NODE = TubId.parse("ceir".repeat(8));

  @TempDir private Path directory;

  @Test
  void theServerAnswersAsItWasRecorded() throws Exception {
    JsonNode transcript =
        StreamSupport.stream(TestTubs.VECTORS.required("transcripts").spliterator(), false)
            .filter(one -> one.required("name").textValue().equals("storage"))
            .findFirst()
            .orElseThrow();
    try (TestTubs tubs = new TestTubs();
        DiskStorageServer store =
            DiskStorageServer.start(
                DiskStorageOptions.of(directory.resolve("storage"), NODE).withDurable(false))) {
      Tub tub = tubs.quiet("B", TubOptions.defaults());
      Listener listener = tub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
      tub.publish(NAME, FoolscapStorageServer.of(store));
      try (RecordedClient client =
          new RecordedClient(
              listener.port(),
              tub.tubId(),
              Map.of(1, TestTubs.certificate("A")),
              StorageTranscriptTest::compared)) {
        client.play(transcript.required("frames"));
      }
    }
  }

  /** Names that nobody can guess, the room on a disk, and how a violation is put into words. */
  private static String compared(String message) {
    return message
        .replaceAll("STRING\\(pb://\\*/(?!swissnum)[a-z2-7]{32}\\)", "STRING(pb://*/*)")
        .replaceAll("STRING\\((?:tahoe-lafs|truckee)(?:/[^)]*)?\\)", "STRING(version)")
        .replaceAll(
            "(available-space|maximum-immutable-share-size)\\)\n(?:LONG)?INT\\([^)]*\\)",
            "$1) some")
        .replaceAll("STRING\\(value\\)\nSTRING\\(Violation.*", "STRING(value) of a violation");
  }
}
