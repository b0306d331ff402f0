package org.truckee.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KernelChoiceTest {
  private final AtomicLong now = new AtomicLong();
  private final List<Runnable> background = new ArrayList<>();

  /** A kernel that gives right bytes and takes the time we say, by the clock of this test. */
  private final class Timed implements Kernel {
    private final Kernel real = new PortableKernel();
    private final String name;
    private final long[] times;
    private int calls;

    Timed(String name, long... times) {
      this.name = name;
      this.times = times;
    }

    @Override
    public void combine(
        byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length) {
      real.combine(rows, in, inOffsets, out, outOffsets, length);
      now.addAndGet(times[Math.min(calls++, times.length - 1)]);
    }

    @Override
    public String name() {
      return name;
    }
  }

  /** A fast kernel with one wrong byte. */
  private record Wrong(Kernel kernel) implements Kernel {
    @Override
    public void combine(
        byte[][] rows, byte[][] in, int[] inOffsets, byte[][] out, int[] outOffsets, int length) {
      kernel.combine(rows, in, inOffsets, out, outOffsets, length);
      out[out.length - 1][outOffsets[out.length - 1]]++;
    }

    @Override
    public String name() {
      return "wrong";
    }
  }

  private Trial trial(long limit) {
    return new Trial(now::get, limit);
  }

  @Test
  void aCandidateThatBecomesFasterWins() {
    Timed candidate = new Timed("candidate", 900, 900, 50, 900, 10);
    assertThat(trial(1_000_000).isBetter(candidate, new Timed("current", 100))).isTrue();
    assertThat(candidate.calls).isEqualTo(4 + Trial.ROUNDS_TO_WIN);
  }

  @Test
  void aCandidateThatStaysSlowerLosesWhenTheTimeIsUp() {
    Timed candidate = new Timed("candidate", 200);
    assertThat(trial(3_000).isBetter(candidate, new Timed("current", 100))).isFalse();
    assertThat(candidate.calls).isEqualTo(11);
  }

  @Test
  void aCandidateThatGivesOtherBytesLosesAtOnce() {
    Timed fast = new Timed("fast", 1);
    assertThat(trial(1_000_000).isBetter(new Wrong(fast), new Timed("current", 100))).isFalse();
    assertThat(fast.calls).isEqualTo(1);
  }

  @Test
  void theFirstKernelServesUntilEnoughIsCodedAndATrialIsWon() {
    Timed first = new Timed("first", 100);
    Timed candidate = new Timed("candidate", 10);
    Kernel adaptive = new AdaptiveKernel(first, candidate, trial(Long.MAX_VALUE), background::add);
    int length = 1 << 20;
    ErasureCode code = new ErasureCode(2, 4, adaptive);
    long products = 2L * 2 * length;
    byte[][] out = new byte[2][length];
    for (long done = products; done < AdaptiveKernel.TRIAL_AFTER; done += products) {
      code.encode(new byte[2 * length], 0, length, new int[] {2, 3}, out);
      assertThat(background).isEmpty();
    }
    code.encode(new byte[2 * length], 0, length, new int[] {2, 3}, out);
    code.encode(new byte[2 * length], 0, length, new int[] {2, 3}, out);
    assertThat(background).hasSize(1);
    assertThat(candidate.calls).isZero();
    assertThat(adaptive.name()).isEqualTo("first");

    background.getFirst().run();

    assertThat(adaptive.name()).isEqualTo("candidate");
    assertThat(background).hasSize(1);
  }

  @Test
  void theFirstKernelStaysWhenTheTrialIsLost() {
    Kernel adaptive =
        new AdaptiveKernel(
            new Timed("first", 100), new Timed("slow", 1000), trial(10_000), Runnable::run);
    int length = (int) (AdaptiveKernel.TRIAL_AFTER / 16);
    new ErasureCode(4, 8, adaptive)
        .encode(new byte[4 * length], 0, length, new int[] {4, 5, 6, 7}, new byte[4][length]);
    assertThat(adaptive.name()).isEqualTo("first");
  }

  @Test
  void theSystemPropertyForcesAKernel() {
    assertThat(Kernels.choose("portable", true)).isInstanceOf(PortableKernel.class);
    assertThat(Kernels.choose("vector", true)).isInstanceOf(VectorKernel.class);
    assertThat(Kernels.choose("", true)).isInstanceOf(AdaptiveKernel.class);
  }

  @Test
  void withoutVectorsThePortableKernelServesWithoutAnError() {
    assertThat(Kernels.choose("", false)).isInstanceOf(PortableKernel.class);
  }

  @Test
  void vectorsForcedWhereThereAreNoneAreRefusedWithTheFlagThatIsMissing() {
    assertThatThrownBy(() -> Kernels.choose("vector", false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("--add-modules jdk.incubator.vector");
  }

  @Test
  void anUnknownKernelIsRefusedByName() {
    assertThatThrownBy(() -> Kernels.choose("fast", true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("-Dtruckee.erasure=fast: must be vector or portable");
  }
}
