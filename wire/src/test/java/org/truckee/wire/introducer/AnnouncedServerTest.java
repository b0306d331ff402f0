package org.truckee.wire.introducer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnouncedServerTest {
  private static final String KEY = "v0-aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4a";
  private static final String FURL = "pb://sokzwgcxjyqrqclcrrt5uzgpmxyeekh4@tcp:h:1/swissnum";
  private static final String NURL =
      "pb://1WUX44xKjKdpGLohmFcBNuIRN-8rlv1Iij_7rQ-o2cA@h:1/swissnum#v=1";

  private static Map<String, Object> fields() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("anonymous-storage-FURL", FURL);
    fields.put("anonymous-storage-NURLs", List.of(NURL));
    return fields;
  }

  @Test
  void whatItSaysOfItselfDescribesItAgain() {
    Map<String, Object> fields = fields();
    fields.put("nickname", "näme");
    fields.put("permutation-seed-base32", "mfra");
    fields.put("something-new", List.of(1, 2));
    AnnouncedServer server = AnnouncedServer.of(KEY, fields);
    assertThat(server.nickname()).isEqualTo("näme");
    assertThat(AnnouncedServer.of(KEY, server.fields())).isEqualTo(server);
  }

  @Test
  void aServerThatSpeaksNoHttpsHasNoNurls() {
    Map<String, Object> fields = fields();
    fields.remove("anonymous-storage-NURLs");
    assertThat(AnnouncedServer.of(KEY, fields).nurls()).isEmpty();
  }

  @Test
  void itsSecretsAreNotShown() {
    assertThat(AnnouncedServer.of(KEY, fields()).toString()).doesNotContain("swissnum#");
    assertThat(AnnouncedServer.of(KEY, fields()).toString()).doesNotContain("/swissnum");
  }

  @Test
  void aListOfEndlesslyManyPlacesIsRefused() {
    Map<String, Object> fields = fields();
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      many.add(NURL);
    }
    fields.put("anonymous-storage-NURLs", many);
    assertThatThrownBy(() -> AnnouncedServer.of(KEY, fields))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 100");
  }

  @Test
  void aPlaceThatCannotBeUsedDoesNotSpoilTheOthers() {
    Map<String, Object> fields = fields();
    fields.put("anonymous-storage-NURLs", List.of("pb://nonsense", NURL, 5));
    assertThat(AnnouncedServer.of(KEY, fields).nurls()).hasSize(1);
  }

  @Test
  void aServerHasAName() {
    assertThatThrownBy(() -> AnnouncedServer.of("", fields()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not be empty");
  }
}
