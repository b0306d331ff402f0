package org.truckee.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.truckee.node.config.NodeException;

class FileLimitTest {
  @Test
  void aGridThatWouldRunOutOfFilesSaysSoBeforeItBegins() {
    assertThatThrownBy(() -> FileLimit.check(200, 1024))
        .isInstanceOf(NodeException.class)
        .hasMessage(
            "a grid of 200 servers needs 3400 open files and connections, and this process may have"
                + " only 1024: allow it more ('ulimit -n 3400' in the shell, LimitNOFILE= in"
                + " systemd), or run fewer servers");
  }

  @Test
  void theUsualGridHasRoomUnderTheUsualLimit() {
    assertThatCode(() -> FileLimit.check(EmbeddedGrid.DEFAULT_SERVERS, 1024))
        .doesNotThrowAnyException();
    assertThatCode(() -> FileLimit.check(200, -1)).doesNotThrowAnyException();
  }
}
