package org.truckee.node.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.truckee.wire.introducer.Announcement;

class IntroducerCacheTest {
  /** As the reference writes it. */
  private static final String RECORDED =
      """
      - ann:
          anonymous-storage-FURL: pb://mqbmpcn6zdgpzct5ibq52tlgpz3osuow@tcp:127.0.0.1:44492/swissnum
          app-versions: []
          my-version: tahoe-lafs/1.20.0
          nickname: "publisher \\xE9"
          nonce: aibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaibaeaqcaiba
          oldest-supported: 1.0.0
          permutation-seed-base32: bbbb
          seqnum: 2
          service-name: storage
          version: 0
        key_s: v0-aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4a
      """;

  @TempDir private Path directory;
  private Path file;
  private IntroducerCache cache;

  @BeforeEach
  void make() {
    file = directory.resolve("introducer_default_cache.yaml");
    cache = new IntroducerCache(file);
  }

  @Test
  void whatTheReferenceHasKeptIsReadAndWrittenAlike() throws Exception {
    Files.writeString(file, RECORDED);
    List<Announcement> announcements = cache.load();
    assertThat(announcements).hasSize(1);
    Announcement announcement = announcements.getFirst();
    assertThat(announcement.text("nickname")).isEqualTo("publisher é");
    assertThat(announcement.sequence().orElseThrow()).isEqualTo(2);
    cache.store(announcements);
    assertThat(Files.readString(file)).isEqualTo(RECORDED.replace("xE9", "xe9"));
  }

  @Test
  void textThatLooksLikeSomethingElseStaysText() throws Exception {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("service-name", "storage");
    List<String> texts =
        List.of(
            "yes",
            "NO",
            "on",
            "~",
            "null",
            "12",
            "-1_000",
            "0x1F",
            "1e5",
            "12:30",
            "1.5",
            ".inf",
            "2026-11-29",
            "=",
            "<<",
            "",
            " blank ",
            "# no",
            "a: b",
            "- c",
            "!tag",
            "&x",
            "line\nend",
            "{",
            "'",
            "\"",
            "%",
            "😀",
            "tab\t");
    fields.put("nickname", "yes");
    fields.put("texts", texts);
    Announcement announcement = Announcement.of("v0-x", fields);
    cache.store(List.of(announcement));
    assertThat(cache.load()).containsExactly(announcement);
    assertThat(Files.readString(file)).contains("nickname: \"yes\"");
  }

  @Test
  void aDamagedEntryIsSetAsideAlone() throws Exception {
    Files.writeString(
        file,
        "- 5\n- {ann: 7, key_s: v0-a}\n- {ann: {service-name: storage}}\n- {ann: {}, key_s: x}\n"
            + RECORDED);
    assertThat(cache.load()).hasSize(1);
  }

  @Test
  void aFileThatIsMissingOrNoListIsOverlooked() throws Exception {
    assertThat(cache.load()).isEmpty();
    for (String text : List.of("", "a: b", "{", "\u0000")) {
      Files.writeString(file, text);
      assertThat(cache.load()).isEmpty();
    }
  }
}
