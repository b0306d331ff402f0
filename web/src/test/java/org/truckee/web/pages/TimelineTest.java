package org.truckee.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.truckee.web.pages.Timeline.Bar;
import org.truckee.web.pages.Timeline.Span;
import org.truckee.web.pages.Timeline.Track;

class TimelineTest {
  private static Span span(double from, double to) {
    return new Span(from, to, "", "%f to %f".formatted(from, to));
  }

  private static List<Bar> bars(double end, Span... spans) {
    return Timeline.of(end, List.of(new Track("one", "#808080", List.of(spans))))
        .lanes()
        .getFirst()
        .bars();
  }

  private static double x(Bar bar) {
    return Double.parseDouble(bar.x());
  }

  private static double end(Bar bar) {
    return x(bar) + Double.parseDouble(bar.width());
  }

  @Test
  void whatIsAtTheSameTimeIsInDifferentRows() {
    List<Bar> bars = bars(10, span(0, 6), span(5, 10), span(7, 9));
    assertThat(bars).hasSize(3);
    assertThat(bars.get(0).y()).isEqualTo(bars.get(1).y());
    assertThat(end(bars.get(0))).isLessThanOrEqualTo(x(bars.get(1)));
    assertThat(bars.get(2).y()).isGreaterThan(bars.get(0).y());
  }

  @Test
  void nothingIsOutsideOfThePicture() {
    for (Bar bar : bars(1, span(0, 1), span(0, 0), span(0.5, 7), span(1, 1))) {
      assertThat(x(bar)).isGreaterThanOrEqualTo(Timeline.LEFT);
      assertThat(end(bar)).isLessThan(1000);
    }
  }

  @Test
  void manyThatNobodyCouldTellApartBecomeOne() {
    Span[] spans =
        IntStream.range(0, 2000).mapToObj(i -> span(i / 2000.0, i / 2000.0)).toArray(Span[]::new);
    List<Bar> bars = bars(1, spans);
    assertThat(bars).hasSizeLessThan(800);
    assertThat(bars.getFirst().text()).contains("more");
  }

  @Test
  void aFailureIsNotHiddenByItsNeighbours() {
    List<Bar> bars =
        bars(1000, span(1, 1), new Span(1, 1, "failed", "it failed"), span(1, 1), span(1, 1));
    assertThat(bars).anyMatch(bar -> bar.look().equals("failed"));
  }

  @Test
  void aCrowdTakesNoMoreRoomThanAScreen() {
    Span[] spans = IntStream.range(0, 500).mapToObj(_ -> span(0, 1)).toArray(Span[]::new);
    assertThat(Timeline.of(1, List.of(new Track("one", "", List.of(spans)))).height())
        .isLessThan(250);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-6, 3.7e-5, 0.0123, 0.5, 1, 17, 59.9, 4000})
  void theTicksAreFewAndAscend(double end) {
    List<Timeline.Tick> ticks = Timeline.of(end, List.of()).ticks();
    assertThat(ticks).hasSizeBetween(1, 8);
    assertThat(ticks.stream().map(Timeline.Tick::text)).doesNotHaveDuplicates();
    assertThat(ticks.stream().map(tick -> Double.parseDouble(tick.x()))).isSorted();
  }
}
