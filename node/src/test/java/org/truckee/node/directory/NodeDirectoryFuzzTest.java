package org.truckee.node.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.truckee.node.config.ConfigurationException;

/** The files of a node directory with any contents: understood, or refused with a typed error. */
class NodeDirectoryFuzzTest {
  @DictionaryEntries({
    "storage:",
    "ann:",
    "anonymous-storage-FURL:",
    "anonymous-storage-NURLs:",
    "permutation-seed-base32:",
    "nickname:",
    "pb://",
    "#v=1",
    "!!binary",
    "!!set",
    "&a",
    "*a",
    "? ",
    "<<:"
  })
  @FuzzTest(maxDuration = "1m")
  void anyTextIsAListOfServersOrRefused(byte[] input) throws Exception {
    StaticServers servers;
    try {
      servers = StaticServers.parse("servers.yaml", new String(input, StandardCharsets.UTF_8));
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).contains("servers.yaml");
      return;
    }
    assertThat(StaticServers.parse("again", StaticServers.write(servers.servers())).servers())
        .isEqualTo(servers.servers());
  }
}
