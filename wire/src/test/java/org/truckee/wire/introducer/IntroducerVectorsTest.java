package org.truckee.wire.introducer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.truckee.crypto.Ed25519Key;
import org.truckee.foolscap.RemoteFailure;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;

/** What existing nodes sign, accept, refuse and replace. */
class IntroducerVectorsTest {
  private static final JsonNode VECTORS = read();

  private static JsonNode read() {
    try (InputStream in = IntroducerVectorsTest.class.getResourceAsStream("/introducer.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Stream<JsonNode> all(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static byte[] utf8(JsonNode text) {
    return text.textValue().getBytes(StandardCharsets.UTF_8);
  }

  @TestFactory
  Stream<DynamicTest> announcementsAreSignedByteForByte() {
    return all(VECTORS.required("announcements").required("cases"))
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.required("name").textValue(), () -> requireSigned(vector)));
  }

  private static void requireSigned(JsonNode vector) throws Exception {
    byte[] message = HexFormat.of().parseHex(vector.required("message_hex").textValue());
    Map<String, Object> fields = AnnouncementJson.read(message);
    assertThat(new ObjectMapper().readTree(AnnouncementJson.write(fields)))
        .isEqualTo(vector.required("parsed"));
    Ed25519Key key = Ed25519Key.parse(vector.required("signing_key").textValue());
    SignedAnnouncement signed = SignedAnnouncement.sign(key, fields);
    assertThat(signed)
        .isEqualTo(
            new SignedAnnouncement(
                Bytes.of(message),
                Bytes.of(utf8(vector.required("signature"))),
                Bytes.of(utf8(vector.required("key")))));
    Announcement heard = SignedAnnouncement.of(signed.toValue()).verify();
    assertThat(heard.publisher()).isEqualTo(vector.required("key").textValue());
    assertThat(heard.fields()).isEqualTo(fields);
  }

  @TestFactory
  Stream<DynamicTest> announcementsAreJudgedAsByExistingNodes() {
    return all(VECTORS.required("verification"))
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.required("name").textValue(), () -> requireJudged(vector)));
  }

  private static void requireJudged(JsonNode vector) throws Exception {
    List<Value> items =
        all(vector.required("tuple"))
            .map(item -> item.isNull() ? Value.None.NONE : Value.bytes(utf8(item)))
            .toList();
    Value tuple = new Sequence(Sequence.Kind.TUPLE, items);
    String result = vector.required("result").textValue();
    if (result.equals("ok")) {
      SignedAnnouncement.of(tuple).verify();
      return;
    }
    assertThatThrownBy(() -> SignedAnnouncement.of(tuple).verify())
        .isInstanceOfSatisfying(
            BadAnnouncementException.class,
            e -> {
              RemoteFailure told = e.told();
              assertThat(told.type()).isEqualTo(result.split(":")[0]);
              if (told.type().endsWith("UnknownKeyError")) {
                assertThat(result).endsWith(told.value());
              }
            });
  }

  @Test
  void announcementsReplaceOneAnotherAsAtExistingIntroducers() throws Exception {
    AnnouncementTable<Announcement> table = new AnnouncementTable<>(100, a -> a);
    for (JsonNode step : VECTORS.required("introducer_replacement").required("steps")) {
      String result = step.required("result").textValue();
      if (result.equals("KeyError")) {
        assertThatThrownBy(() -> announcement(step)).isInstanceOf(BadAnnouncementException.class);
        continue;
      }
      Announcement announcement = announcement(step);
      assertThat(table.put(announcement)).as("%s", step).isEqualTo(verdict(result));
      Announcement stored =
          table.all().stream()
              .filter(entry -> entry.service().equals(announcement.service()))
              .filter(entry -> entry.publisher().equals(announcement.publisher()))
              .findFirst()
              .orElseThrow();
      assertThat(stored.text("nickname"))
          .isEqualTo(step.required("stored_after").required("nickname").textValue());
    }
  }

  private static Announcement announcement(JsonNode step) throws BadAnnouncementException {
    Map<String, Object> fields = new LinkedHashMap<>();
    Optional.ofNullable(step.required("service-name").textValue())
        .ifPresent(service -> fields.put("service-name", service));
    fields.put("nickname", step.required("nickname").textValue());
    JsonNode number = step.required("seqnum");
    if (number.isInt()) {
      fields.put("seqnum", number.longValue());
    } else if (number.isDouble()) {
      fields.put("seqnum", number.doubleValue());
    } else if (!number.textValue().equals("(absent)")) {
      fields.put("seqnum", number.textValue());
    }
    return Announcement.of(step.required("signer").textValue(), fields);
  }

  private static AnnouncementTable.Verdict verdict(String result) {
    return switch (result) {
      case "stored as new" -> AnnouncementTable.Verdict.NEW;
      case "inbound_update" -> AnnouncementTable.Verdict.UPDATE;
      case "inbound_duplicate" -> AnnouncementTable.Verdict.DUPLICATE;
      case "inbound_old_replay" -> AnnouncementTable.Verdict.REPLAY;
      case "inbound_no_seqnum" -> AnnouncementTable.Verdict.UNNUMBERED;
      default -> throw new IllegalArgumentException(result);
    };
  }

  @TestFactory
  Stream<DynamicTest> serversAreNamedAndOrderedAsByExistingClients() {
    return all(VECTORS.required("server_identifiers"))
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.required("server_id").textValue(), () -> requireServer(vector)));
  }

  private static void requireServer(JsonNode vector) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("anonymous-storage-FURL", vector.required("furl").textValue());
    fields.put("nickname", vector.required("nickname").textValue());
    Optional.ofNullable(vector.required("permutation-seed-base32").textValue())
        .ifPresent(seed -> fields.put("permutation-seed-base32", seed));
    AnnouncedServer server = AnnouncedServer.of(vector.required("server_id").textValue(), fields);
    byte[] seed = org.truckee.crypto.Base32.decodeLenient(server.permutationSeed());
    assertThat(HexFormat.of().formatHex(seed))
        .isEqualTo(vector.required("permutation_seed_hex").textValue());
    assertThat(HexFormat.of().formatHex(server.furl().tubId().bytes()))
        .isEqualTo(vector.required("lease_seed_hex").textValue());
  }
}
