package org.truckee.node.assist;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.crypto.Vectors;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.RecordedClient;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;
import org.truckee.grid.client.GridClient;
import org.truckee.grid.immutable.Grids;
import org.truckee.grid.immutable.assist.UploadAssistant;
import org.truckee.grid.simulation.TestGrid;

/** Recorded conversations of clients with an upload helper. */
@Timeout(60)
class HelperTranscriptTest {
  private static final String NAME = "hvnafm7edp2tngffytilff3xvp52odux";
  private static final int FULL = 1;
  private static final int RESUMED = 2;

  /** Of the recorded file, in base32. */
  private static final String BEGUN = "xolukkmhcqtucoy7seqdmebymq";

  /** The storage index of the next upload, for which we ask something that was not recorded. */
  private static final String NEXT = "fa498869b2dbaff8";

  @TempDir private Path directory;

  @Test
  void aFileIsUploadedAndFoundAgainAsItWasRecorded() throws Exception {
    play(FULL, UnaryOperator.identity());
  }

  /** The first bytes of the recorded file are not known, so the hashes are others. */
  @Test
  void anUploadGoesOnWhereItWasAsItWasRecorded() throws Exception {
    Files.createDirectories(directory.resolve("CHK_incoming"));
    Files.write(directory.resolve("CHK_incoming").resolve(BEGUN), new byte[1000]);
    play(
        RESUMED,
        message ->
            message
                .replaceAll("STRING\\(hex:[0-9a-f]{64}\\)", "STRING(hash)")
                .replaceAll("URI:CHK-Verifier:([a-z2-7]+):[a-z2-7]+:", "$1:hash:"));
  }

  private void play(int number, UnaryOperator<String> more) throws Exception {
    JsonNode transcript =
        Vectors.load(HelperTranscriptTest.class, "/introducer-transcripts.json")
            .required("transcripts")
            .required(number);
    try (TestTubs tubs = new TestTubs();
        GridClient grid = Grids.builder(TestGrid.of(2)).build();
        UploadAssistant assistant = grid.assistant(directory)) {
      HelperService helper = new HelperService(assistant, "truckee/test", HelperLimits.defaults());
      Tub tub = tubs.quiet("B", TubOptions.defaults());
      Listener listener = tub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
      tub.publish(NAME, helper.object());
      try (RecordedClient client =
          new RecordedClient(
              listener.port(),
              tub.tubId(),
              Map.of(1, TestTubs.certificate("A")),
              message -> more.apply(compared(message)))) {
        List<JsonNode> frames = new ArrayList<>();
        for (JsonNode frame : transcript.required("frames")) {
          if (frame.path("hex").asText().contains(NEXT)) {
            break;
          }
          frames.add(frame);
        }
        client.play(frames);
      }
    }
  }

  /** How long everything took, names that nobody can guess, and on which servers the shares are. */
  private static String compared(String message) {
    return message
        .replaceAll("STRING\\(pb://\\*/(?!" + NAME + ")[a-z2-7]{32}\\)", "STRING(pb://*/*)")
        .replaceAll("STRING\\((?:tahoe-lafs|truckee)(?:/[^)]*)?\\)", "STRING(version)")
        .replaceAll("(?s)STRING\\(timings\\).*?STRING\\(file_size\\)", "STRING(file_size)");
  }
}
