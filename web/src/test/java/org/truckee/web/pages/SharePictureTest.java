package org.truckee.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.web.pages.SharePicture.Holder;
import org.truckee.web.pages.SharePicture.Share;
import org.truckee.web.pages.SharePicture.State;

class SharePictureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0", "0 1|0, 1", "0 1 2|0–2", "0 2 3 4 9|0, 2–4, 9", "7 8 250|7, 8, 250"})
  void numbersAreToldInRanges(String shares, String text) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String share : shares.split(" ")) {
      numbers.add(Integer.valueOf(share));
    }
    assertThat(SharePicture.numbers(numbers)).isEqualTo(text);
  }

  @Test
  void noSharesAreNoText() {
    assertThat(SharePicture.numbers(new TreeSet<>())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 32, 100, 256})
  void everyShareHasAPlaceInThePicture(int total) {
    List<Share> shares =
        IntStream.range(0, total).mapToObj(number -> new Share(number, State.GOOD)).toList();
    SharePicture picture =
        SharePicture.of(List.of(new Holder("one", true, shares)), total, Set.of());
    List<SharePicture.Dot> dots = picture.rows().getFirst().dots();
    assertThat(dots).hasSize(total);
    assertThat(dots.stream().map(SharePicture.Dot::x)).doesNotHaveDuplicates();
    assertThat(dots).allMatch(dot -> dot.x() + dot.size() / 2 <= picture.width());
    assertThat(picture.width()).isLessThan(1000);
  }

  @Test
  void aNumberThatNobodyHasIsMarked() {
    SharePicture picture = SharePicture.of(List.of(), 3, Set.of(0, 2));
    assertThat(picture.columns().stream().map(SharePicture.Column::missing))
        .containsExactly(false, true, false);
  }

  @Test
  void aShareWithAnImpossibleNumberIsNotDrawn() {
    Holder holder = new Holder("one", true, List.of(new Share(255, State.CORRUPT)));
    assertThat(SharePicture.of(List.of(holder), 10, Set.of()).rows().getFirst().dots()).isEmpty();
  }

  @Test
  void ofManyServersTheFirstAreDrawn() {
    List<Holder> holders =
        IntStream.range(0, 500).mapToObj(i -> new Holder("s" + i, false, List.of())).toList();
    assertThat(SharePicture.of(holders, 10, Set.of()).height()).isLessThan(2000);
  }
}
