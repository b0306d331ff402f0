package org.truckee.node.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.truckee.node.config.ConfigurationException;
import org.truckee.wire.introducer.Announcement;

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

  @DictionaryEntries({"introducers:", "furl:", "pb://", "default:", "!!set", "&a", "*a", "? "})
  @FuzzTest(maxDuration = "1m")
  void anyTextNamesIntroducersOrIsRefused(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      Introducers.parse("introducers.yaml", Optional.of(text), Optional.empty());
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).contains("introducers.yaml");
    }
  }

  @DictionaryEntries({"- ann:", "  key_s:", "service-name: storage", "!!set", "&a", "*a", "? "})
  @FuzzTest(maxDuration = "1m")
  void anyTextIsACacheOfWhatCanBeUsed(byte[] input) throws Exception {
    Path file = Files.createTempFile("cache", ".yaml");
    try {
      Files.write(file, input);
      IntroducerCache cache = new IntroducerCache(file);
      List<Announcement> announcements = cache.load();
      cache.store(announcements);
      assertThat(cache.load()).isEqualTo(announcements);
    } finally {
      Files.delete(file);
    }
  }
}
