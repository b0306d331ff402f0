package org.truckee.bench.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ServerAnnouncementTest {

  private static final ServerAnnouncement SERVER =
      new ServerAnnouncement(
          "v0-" + "a".repeat(52), "b".repeat(32), "c".repeat(43), "swissnum", "seed", 1234);

  @Test
  void aProxyChangesOnlyThePortOfBothAddresses() {
    ServerAnnouncement proxied = SERVER.through(99);

    assertThat(proxied.furl()).isEqualTo(SERVER.furl().replace(":1234/", ":99/"));
    assertThat(proxied.nurl()).isEqualTo(SERVER.nurl().replace(":1234/", ":99/"));
  }

  @Test
  void theSwissnumIsNotPrinted() {
    assertThat(SERVER.toString()).doesNotContain("swissnum").contains("1234");
  }
}
