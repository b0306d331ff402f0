package org.truckee.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.truckee.grid.EncodingParameters;
import org.truckee.web.pages.GridHealth.State;

class GridHealthTest {
  private static final EncodingParameters ENCODING = new EncodingParameters(3, 7, 10, 1 << 17);

  private static GridHealth health(int known, int connected, int roomy) {
    return GridHealth.of(new GridHealth.Servers(known, connected, roomy, true), ENCODING);
  }

  @Test
  void isGoodWhenEveryServerAnswers() {
    GridHealth health = health(10, 10, 10);
    assertThat(health.state()).isEqualTo(State.GOOD);
    assertThat(health.sentence()).isEqualTo("All 10 storage servers answer.");
    assertThat(health.loss()).isEqualTo("What is stored now comes back without any 7 of them.");
    assertThat(health.advice()).isEmpty();
  }

  @Test
  void countsTheWorstLossOfSharesThatAreUnevenlySpread() {
    // Two each on three servers, one each on four: without the three there are four, then three.
    assertThat(health(7, 7, 7).loss()).contains("any 4 of them");
    EncodingParameters one = new EncodingParameters(1, 1, 1, 1 << 17);
    assertThat(GridHealth.of(new GridHealth.Servers(3, 3, 3, true), one).loss())
        .as("a file is on one of three")
        .isEqualTo("What is stored now is lost with any of them.");
    EncodingParameters two = new EncodingParameters(1, 1, 2, 1 << 17);
    assertThat(GridHealth.of(new GridHealth.Servers(2, 2, 2, true), two).loss())
        .contains("without any one of them");
  }

  @Test
  void isDoubtfulWhenSomeAreAway() {
    GridHealth health = health(10, 9, 9);
    assertThat(health.state()).isEqualTo(State.DOUBTFUL);
    assertThat(health.sentence()).contains("1 of 10 servers does not answer");
    assertThat(health(10, 8, 8).sentence()).contains("2 of 10 servers do not answer");
    assertThat(health.advice()).contains("repair");
  }

  @Test
  void isBadWhenNothingCanBeStored() {
    GridHealth full = health(10, 10, 6);
    assertThat(full.state()).isEqualTo(State.BAD);
    assertThat(full.sentence()).contains("not stored", "takes 7 with room, and 6 have");
    assertThat(full.loss()).isEmpty();
    assertThat(health(10, 0, 0).sentence())
        .contains("None of the 10 known storage servers answers");
    assertThat(health(0, 0, 0).advice()).contains("introducer");
    assertThat(GridHealth.of(new GridHealth.Servers(0, 0, 0, false), ENCODING).advice())
        .contains("private/servers.yaml");
  }
}
