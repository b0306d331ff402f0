package org.truckee.wire.introducer;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.truckee.crypto.Vectors;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.RecordedClient;
import org.truckee.foolscap.TestTubs;
import org.truckee.foolscap.tub.Listener;
import org.truckee.foolscap.tub.Tub;
import org.truckee.foolscap.tub.TubOptions;

/** A recorded conversation of a publisher and a subscriber with an introducer. */
@Timeout(60)
class IntroducerTranscriptTest {
  private static final String NAME = "introducerswissnumintroducerswis";

  @Test
  void theIntroducerAnswersAsItWasRecorded() throws Exception {
    JsonNode transcript =
        Vectors.load(IntroducerTranscriptTest.class, "/introducer-transcripts.json")
            .required("transcripts")
            .required(0);
    try (TestTubs tubs = new TestTubs();
        IntroducerServer server = new IntroducerServer("truckee/test", Clock.systemUTC())) {
      Tub tub = tubs.quiet("B", TubOptions.defaults());
      Listener listener = tub.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      tub.setLocation(List.of(new ConnectionHint("tcp:127.0.0.1:" + listener.port())));
      tub.publish(NAME, server.object());
      try (RecordedClient clients =
          new RecordedClient(
              listener.port(),
              tub.tubId(),
              Map.of(1, TestTubs.certificate("A"), 2, TestTubs.certificate("C")),
              IntroducerTranscriptTest::compared)) {
        clients.play(transcript.required("frames"));
      }
    }
  }

  private static String compared(String message) {
    return message
        .replaceAll("STRING\\((?:tahoe-lafs|truckee)(?:/[^)]*)?\\)", "STRING(version)")
        .replaceAll("STRING\\(value\\)\nSTRING\\(Violation.*", "STRING(value) of a violation");
  }
}
