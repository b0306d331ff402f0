package org.truckee.sftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PenaltiesTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 7);
  private final Penalties penalties = new Penalties(now::get);
  private final InetAddress address = InetAddress.ofLiteral("192.0.2.1");

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      penalties.failed(address);
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aFewFailuresAreForgiven() {
    fail(3);
    assertThat(penalties.isRefused(address)).isFalse();
    fail(1);
    assertThat(penalties.isRefused(address)).isTrue();
    assertThat(penalties.isRefused(InetAddress.ofLiteral("192.0.2.2"))).isFalse();
    pass(Duration.ofSeconds(6));
    assertThat(penalties.isRefused(address)).isFalse();
  }

  @Test
  void thePenaltyHasALimit() {
    fail(10_000);
    pass(Duration.ofMinutes(5));
    assertThat(penalties.isRefused(address)).isFalse();
  }

  @Test
  void whoHasTheKeyIsForgiven() {
    fail(20);
    penalties.succeeded(address);
    assertThat(penalties.isRefused(address)).isFalse();
  }

  @Test
  void aNetworkOfSixIsOne() {
    for (int i = 0; i < 9; i++) {
      penalties.failed(InetAddress.ofLiteral("2001:db8::" + i));
    }
    assertThat(penalties.isRefused(InetAddress.ofLiteral("2001:db8::99"))).isTrue();
    assertThat(penalties.isRefused(InetAddress.ofLiteral("2001:db8:0:1::1"))).isFalse();
  }

  @Test
  void manyAddressesTakeNoMoreMemory() {
    fail(9);
    for (int i = 0; i < 20_000; i++) {
      penalties.failed(InetAddress.ofLiteral("10.0.%d.%d".formatted(i / 250, i % 250)));
    }
    assertThat(penalties.isRefused(address)).isFalse();
  }
}
