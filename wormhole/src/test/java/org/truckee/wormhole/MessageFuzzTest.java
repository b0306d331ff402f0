package org.truckee.wormhole;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Whatever the other end says first, all that comes of it is an error in words. */
class MessageFuzzTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @FuzzTest(maxDuration = "30s")
  void anyBytesAreRefused(byte[] said) throws Exception {
    try (MailboxServer server = MailboxServer.start();
        Wormhole wormhole =
            Wormhole.connect(server.url(), "example.org/test", new SecureRandom())) {
      server.tamper(
          message -> message.put("side", "other").put("body", HexFormat.of().formatHex(said)));
      wormhole.allocate();
      wormhole.agree(PATIENCE);
      throw new AssertionError("nobody can agree with an echo");
    } catch (WormholeException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }

  @Property(tries = 15, seed = "20261130")
  void anyJsonIsRefused(@ForAll @Size(max = 40) byte[] value, @ForAll boolean hexadecimal)
      throws Exception {
    String text =
        hexadecimal
            ? HexFormat.of().formatHex(value)
            : new String(value, StandardCharsets.ISO_8859_1);
    anyBytesAreRefused(
        JsonNodeFactory.instance
            .objectNode()
            .put("pake_v1", text)
            .toString()
            .getBytes(StandardCharsets.UTF_8));
  }
}
