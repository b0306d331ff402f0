package org.truckee.sftp.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class RangesTest {
  @Provide
  Arbitrary<List<int[]>> steps() {
    return Arbitraries.integers().between(0, 60).array(int[].class).ofSize(2).list().ofMaxSize(20);
  }

  @Property(tries = 2000)
  void theyAreASetOfPlaces(
      @ForAll("steps") List<int[]> steps,
      @ForAll @IntRange(max = 60) int cut,
      @ForAll @IntRange(max = 60) int from,
      @ForAll @IntRange(max = 60) int length) {
    int to = from + length;
    Ranges ranges = new Ranges();
    BitSet model = new BitSet();
    for (int[] step : steps) {
      ranges.add(step[0], step[1]);
      if (step[0] < step[1]) {
        model.set(step[0], step[1]);
      }
    }
    ranges.cut(cut);
    model.clear(cut, 121);
    BitSet there = new BitSet();
    ranges.within(from, to).forEach(range -> there.set((int) range.start(), (int) range.end()));
    BitSet missing = new BitSet();
    ranges.missing(from, to).forEach(range -> missing.set((int) range.start(), (int) range.end()));
    for (int i = 0; i < 121; i++) {
      boolean asked = i >= from && i < to;
      assertThat(there.get(i)).isEqualTo(asked && model.get(i));
      assertThat(missing.get(i)).isEqualTo(asked && !model.get(i));
    }
    assertThat(ranges.count()).isEqualTo(runs(model));
  }

  private static int runs(BitSet bits) {
    int runs = 0;
    for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(bits.nextClearBit(i))) {
      runs++;
    }
    return runs;
  }
}
