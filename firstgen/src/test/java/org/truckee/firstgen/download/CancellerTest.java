package org.truckee.firstgen.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.truckee.firstgen.uri.LiteralUri;

final class CancellerTest {

  /** Keeps its canceller, and may use it at one of its calls. */
  private static final class Target implements DownloadTarget<String> {
    private final String cancelAt;
    final List<String> calls = new ArrayList<>();
    volatile Canceller canceller;

    Target(String cancelAt) {
      this.cancelAt = cancelAt;
    }

    private void note(String call) {
      calls.add(call);
      if (call.equals(cancelAt)) {
        canceller.cancel();
      }
    }

    @Override
    public void registerCanceller(Canceller given) {
      canceller = given;
      note("register");
    }

    @Override
    public void open(long size) {
      note("open");
    }

    @Override
    public void write(byte[] data) {
      note("write");
    }

    @Override
    public void close() {
      note("close");
    }

    @Override
    public void fail(Exception why) {
      note(why.getMessage());
    }

    @Override
    public String finish() {
      note("finish");
      return "done";
    }
  }

  private static void cancelled(Target target) throws Exception {
    Watched file = new Watched(_ -> {});
    assertThatThrownBy(() -> file.downloader().download(file.uri, target))
        .isInstanceOf(DownloadCancelledException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void nothingIsWrittenAfterwards() throws Exception {
    Target early = new Target("register");
    cancelled(early);
    assertThat(early.calls).containsExactly("register", "the download was cancelled");
    Target later = new Target("write");
    cancelled(later);
    assertThat(later.calls)
        .containsExactly("register", "open", "write", "the download was cancelled");
    Target last = new Target("close");
    cancelled(last);
    assertThat(last.calls).endsWith("write", "close", "the download was cancelled");
  }

  @Test
  void aLiteralCanBeCancelledToo() {
    Target target = new Target("open");
    assertThatThrownBy(
            () ->
                new Downloader(_ -> List.of(), new Random(1))
                    .download(new LiteralUri(new byte[3]), target))
        .isInstanceOf(DownloadCancelledException.class);
    assertThat(target.calls).containsExactly("register", "open", "the download was cancelled");
  }

  @Test
  void itIsTooLateWhenAllIsDone() throws Exception {
    Watched file = new Watched(_ -> {});
    Target target = new Target("finish");
    assertThat(file.downloader().download(file.uri, target)).isEqualTo("done");
    assertThat(Thread.interrupted()).isFalse();
    target.canceller.cancel();
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Nobody waits for a server that does not answer. */
  @Test
  void anotherThreadEndsADownloadThatWaits() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Target target = new Target("nothing");
    Watched file =
        new Watched(
            segment -> {
              if (segment == 3) {
                Thread.ofVirtual().start(target.canceller::cancel);
                never.await();
              }
            });
    assertThatThrownBy(() -> file.downloader().download(file.uri, target))
        .isInstanceOf(DownloadCancelledException.class);
    assertThat(target.calls).startsWith("register", "open").endsWith("the download was cancelled");
    assertThat(target.calls).doesNotContain("close", "finish");
  }
}
