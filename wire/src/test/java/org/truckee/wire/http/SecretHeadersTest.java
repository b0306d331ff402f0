package org.truckee.wire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.truckee.http.RefusedException;

/** The secrets that come in header lines. */
class SecretHeadersTest {
  @Test
  void secretsAreReadAsByTheReference() throws Exception {
    for (JsonNode vector : HttpVectors.get("secret_headers").required("cases")) {
      List<String> values = new ArrayList<>();
      vector.required("header_values").forEach(value -> values.add(value.asText()));
      Set<SecretKind> required = EnumSet.noneOf(SecretKind.class);
      for (SecretKind kind : SecretKind.values()) {
        vector
            .required("required")
            .forEach(
                word -> {
                  if (word.asText().equals(kind.word())) {
                    required.add(kind);
                  }
                });
      }
      // A write enabler of another length than 32 bytes makes no sense and is refused here.
      boolean shortEnabler = required.contains(SecretKind.WRITE_ENABLER);
      if (vector.has("status") || shortEnabler) {
        assertThatThrownBy(() -> SecretHeaders.parse(values, required))
            .as(values.toString())
            .isInstanceOfSatisfying(
                RefusedException.class, e -> assertThat(e.status()).isEqualTo(400));
        continue;
      }
      SecretHeaders secrets = SecretHeaders.parse(values, required);
      if (required.contains(SecretKind.UPLOAD)) {
        assertThat(HexFormat.of().formatHex(secrets.upload().bytes()))
            .isEqualTo(vector.get("accepted").required("upload-secret").asText());
      }
      if (required.contains(SecretKind.LEASE_RENEW)) {
        assertThat(HexFormat.of().formatHex(secrets.leases().renew().bytes()))
            .isEqualTo(vector.get("accepted").required("lease-renew-secret").asText());
        assertThat(HexFormat.of().formatHex(secrets.leases().cancel().bytes()))
            .isEqualTo(vector.get("accepted").required("lease-cancel-secret").asText());
      }
    }
  }

  @Property
  void anyHeaderIsASecretOrRefused(@ForAll List<String> values) {
    try {
      SecretHeaders.parse(values, EnumSet.of(SecretKind.UPLOAD));
    } catch (RefusedException e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  @Property
  void aPrintedSecretIsReadBack(@ForAll byte[] bytes) throws Exception {
    if (bytes.length > 0) {
      UploadSecret secret = new UploadSecret(bytes);
      List<String> printed = List.of(SecretHeaders.print(SecretKind.UPLOAD, secret));
      assertThat(SecretHeaders.parse(printed, EnumSet.of(SecretKind.UPLOAD)).upload())
          .isEqualTo(secret);
      assertThat(secret.toString()).isEqualTo("UploadSecret[secret]");
    }
  }
}
