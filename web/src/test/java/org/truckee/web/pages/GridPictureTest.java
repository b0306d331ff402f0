package org.truckee.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GridPictureTest {
  private static ServerRow server(int number) {
    return new ServerRow(
        "s" + number,
        "v0-" + number,
        true,
        "connected",
        "1s ago",
        "",
        OptionalLong.of(1L << number % 60),
        "?",
        "?");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 17, 18, 40, 200, 500})
  void everyServerHasAPlaceOfItsOwn(int servers) {
    List<GridPicture.Dot> dots =
        GridPicture.of(IntStream.range(0, servers).mapToObj(GridPictureTest::server).toList())
            .dots();
    assertThat(dots).hasSize(servers);
    List<double[]> seen = new ArrayList<>();
    for (GridPicture.Dot dot : dots) {
      double[] place = {
        Double.parseDouble(dot.x()), Double.parseDouble(dot.y()), Double.parseDouble(dot.radius())
      };
      assertThat(Math.hypot(place[0], place[1]) + place[2]).isLessThan(100);
      for (double[] other : seen) {
        assertThat(Math.hypot(place[0] - other[0], place[1] - other[1]))
            .as("dots overlap")
            .isGreaterThan(place[2] + other[2] - 0.6);
      }
      seen.add(place);
    }
  }
}
