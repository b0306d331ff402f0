package org.truckee.wire.introducer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import org.truckee.crypto.Ed25519Key;
import org.truckee.foolscap.value.Bytes;

/** Whatever a publisher signs is understood or refused. */
class AnnouncementFuzzTest {
  private static final Ed25519Key KEY = new Ed25519Key(new byte[Ed25519Key.LENGTH]);
  private static final String ID = KEY.publicKey().serverId();

  @DictionaryEntries({
    "{\"service-name\": \"storage\"",
    ", \"seqnum\": ",
    "[[",
    "{\"a\":",
    "1e9",
    "-",
    "null}"
  })
  @FuzzTest(maxDuration = "1m")
  void whateverIsSignedIsUnderstoodOrRefused(byte[] message) {
    SignedAnnouncement signed =
        new SignedAnnouncement(Bytes.of(message), Bytes.of(KEY.sign(message).text()), Bytes.of(ID));
    try {
      Announcement announcement = signed.verify();
      assertThat(announcement.publisher()).isEqualTo(ID);
      Map<String, Object> fields = announcement.fields();
      SignedAnnouncement again = SignedAnnouncement.sign(KEY, fields);
      assertThat(again.verify().fields()).isEqualTo(fields);
      AnnouncedServer.of(announcement.publisher(), fields);
    } catch (BadAnnouncementException | IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @FuzzTest(maxDuration = "1m")
  void nothingButAKeyAndASignatureIsTakenForThem(byte[] input) {
    int middle = input.length / 2;
    Bytes signature = Bytes.of(java.util.Arrays.copyOfRange(input, 0, middle));
    Bytes key = Bytes.of(java.util.Arrays.copyOfRange(input, middle, input.length));
    try {
      new SignedAnnouncement(Bytes.of("{}"), signature, key).verify();
      throw new AssertionError("nobody has signed this");
    } catch (BadAnnouncementException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
