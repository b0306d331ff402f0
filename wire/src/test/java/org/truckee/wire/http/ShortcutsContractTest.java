package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.truckee.storage.ByteRange;
import org.truckee.storage.ShareNumber;

/** The same contract once the server has said that it knows the requests of our own. */
class ShortcutsContractTest extends StorageOverHttpContractTest {
  @BeforeEach
  void learnWhatTheServerKnows() throws Exception {
    assertThat(server().shortcuts()).as("before it was asked").isEmpty();
    server().version();
    assertThat(server().shortcuts()).isPresent();
  }

  @Test
  void excerptsComeAlongAsFarAsThereIsRoom() throws Exception {
    upload(INDEX, new ShareNumber(1), bytes(1, 1000));
    upload(INDEX, new ShareNumber(2), bytes(2, 1000));
    List<ByteRange> likely = List.of(new ByteRange(0, 40), new ByteRange(990, 1050));
    assertThat(bytesAlong(find(INDEX, likely, 49))).isZero();
    assertThat(bytesAlong(find(INDEX, likely, 99))).isEqualTo(50);
    assertThat(bytesAlong(find(INDEX, likely, 100))).isEqualTo(100);
    assertThat(find(INDEX, likely, 99).get(new ShareNumber(1)).excerpts())
        .as("the lowest share first")
        .isNotEmpty();
  }
}
