package org.truckee.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CensoredTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      nullValues = "NONE",
      value = {
        "/uri/URI%3ACHK%3Aabc NONE /uri/[CENSORED]",
        "/uri/URI%3ADIR2%3Aabc/diary/2026 t=json /uri/[CENSORED]?t=json",
        "//uri//URI:CHK:abc NONE /uri/[CENSORED]",
        "/%75ri/URI:DIR2:abc:def/diary NONE /uri/[CENSORED]",
        "/URI:DIR2:abc:def NONE /[CENSORED]",
        "/u%72i:dir2:abc:def/x NONE /[CENSORED]/x",
        "/status URI:DIR2:abc:def=1 /status?[CENSORED]",
        "/cap/URI:CHK:abc NONE /cap/[CENSORED]",
        "/named/URI:CHK:abc/secret.txt save=true /named/[CENSORED]?save=true",
        "/uri uri=URI:CHK:abc&filename=secret /uri?uri=[CENSORED]&filename=[CENSORED]",
        "/uri t=mkdir;private-key=abc /uri?t=mkdir&private-key=[CENSORED]",
        "/uri/x t=relink&to_dir=URI:DIR2:abc&from_name=a"
            + " /uri/[CENSORED]?t=relink&to_dir=[CENSORED]&from_name=[CENSORED]",
        "/status/up-3 t=json /status/up-3?t=json",
        "/operations/handle output=json /operations/handle?output=json"
      })
  void anAddressLosesWhatOnlyTheClientMayKnow(String path, String query, String shown) {
    assertThat(Censored.address(path, query == null ? "" : query)).isEqualTo(shown);
  }
}
