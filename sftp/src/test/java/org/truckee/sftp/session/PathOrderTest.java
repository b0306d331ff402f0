package org.truckee.sftp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.truckee.sftp.session.PathOrder.Use.CHANGE;
import static org.truckee.sftp.session.PathOrder.Use.LIST;
import static org.truckee.sftp.session.PathOrder.Use.LOOK;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PathOrderTest {
  private final PathOrder order = new PathOrder();

  private static UserPath path(String text) throws Exception {
    return UserPath.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "LOOK, /a, LOOK, /a, false",
    "CHANGE, /a, LOOK, /a, true",
    "LOOK, /a, CHANGE, /a, true",
    "CHANGE, /a, LOOK, /a/b, true",
    "CHANGE, /a/b, LOOK, /a, false",
    "CHANGE, /a/b, LIST, /a, true",
    "LIST, /a, CHANGE, /a/b, true",
    "CHANGE, /a/b, CHANGE, /a/c, false",
    "CHANGE, /a, CHANGE, /a/c, true",
    "CHANGE, /a/c, CHANGE, /a, true",
    "LIST, /a, LOOK, /a/b, false"
  })
  void whoCouldNoticeWaits(
      PathOrder.Use first, String firstPath, PathOrder.Use second, String secondPath, boolean waits)
      throws Exception {
    PathOrder.Turn before = order.enter(first, path(firstPath));
    PathOrder.Turn after = order.enter(second, path(secondPath));
    CountDownLatch through = new CountDownLatch(1);
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    after.await();
                    through.countDown();
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
    if (waits) {
      while (thread.getState() != Thread.State.TIMED_WAITING && through.getCount() > 0) {
        Thread.onSpinWait();
      }
      assertThat(through.getCount()).isOne();
      before.close();
    }
    assertThat(through.await(30, TimeUnit.SECONDS)).isTrue();
    after.close();
  }

  @Test
  void aRenameIsInTheWayOfBothItsPaths() throws Exception {
    try (PathOrder.Turn rename = order.enter(CHANGE, path("/a"), path("/b"))) {
      assertThat(rename).isNotNull();
      PathOrder.Turn look = order.enter(LOOK, path("/c"));
      look.await();
      look.close();
    }
    PathOrder.Turn list = order.enter(LIST, path("/"));
    list.await();
    list.close();
  }
}
