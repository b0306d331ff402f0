package org.truckee.grid.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.MapMode;
import org.truckee.grid.ServerId;

class HistoryTest {
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");
  private static final StorageIndex INDEX = new StorageIndex(new byte[StorageIndex.LENGTH]);

  private final AtomicLong nanos = new AtomicLong();
  private final History history = new History(Clock.fixed(BEGIN, ZoneOffset.UTC), nanos::get);

  @Test
  void theLastOnesAreKeptAndAllThatGoOn() {
    UploadStatus goesOn = history.upload(1);
    for (int i = 0; i < 30; i++) {
      history.upload(1).close();
    }
    assertThat(history.all()).hasSize(10).contains(goesOn);
    assertThat(history.findUpload(0)).contains(goesOn);
    assertThat(history.findUpload(30)).isPresent();
    assertThat(history.findUpload(21)).isEmpty();
    goesOn.close();
    history.upload(1).close();
    assertThat(history.findUpload(0)).isEmpty();
  }

  @Test
  void anUploadThatIsClosedBeforeItsEndHasFailed() {
    UploadStatus upload = history.upload(100);
    assertThat(upload.status()).isEqualTo("Not started");
    assertThat(upload.hashed()).isZero();
    upload.contactingServers(INDEX);
    upload.sending(0, 4);
    upload.pushed(20, 100);
    assertThat(upload.status()).isEqualTo("Sending segment 1 of 4");
    assertThat(List.of(upload.hashed(), upload.enciphered(), upload.pushed()))
        .containsExactly(1.0, 0.25, 0.2);
    assertThat(upload.isActive()).isTrue();
    upload.close();
    assertThat(upload.isActive()).isFalse();
    assertThat(upload.status()).isEqualTo("Failed");
    assertThat(upload.result()).isEmpty();
  }

  @Test
  void aCheckGoesOnUntilSomethingIsFoundOrItFails() {
    try (CheckStatus check = history.check(INDEX, 1000, true)) {
      assertThat(check.isActive()).isTrue();
      assertThat(check.progress()).isZero();
      check.verified(500, 2000);
      assertThat(check.progress()).isEqualTo(0.25);
      assertThat(check.status()).isEqualTo("Verifying shares");
      check.found("Healthy");
    }
    assertThat(history.findCheck(0).orElseThrow().status()).isEqualTo("Healthy");
    assertThat(history.findCheck(0).orElseThrow().isActive()).isFalse();
    history.check(INDEX, 1000, false).close();
    assertThat(history.findCheck(1).orElseThrow().status()).isEqualTo("Failed");
  }

  @Test
  void aDownloadIsActiveWhileSomebodyReads() {
    DownloadStatus download = history.download(INDEX, 1000);
    assertThat(download.progress()).isZero();
    DownloadEvent.Read read = download.read(100, 200);
    DownloadEvent.Segment segment = download.segment(3);
    read.deliver(50);
    assertThat(download.progress()).isEqualTo(0.25);
    assertThat(download.status()).isEqualTo("fetching segment 3");
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    segment.made(new DownloadEvent.Segment.Made(0, 10, Duration.ofMillis(1)));
    read.closed();
    assertThat(read.finished()).contains(BEGIN.plusSeconds(2));
    assertThat(download.isActive()).isFalse();
    assertThat(download.progress()).isEqualTo(1);
    assertThat(download.status()).isEqualTo("idle");
  }

  @Test
  void ofALongDownloadTheFirstEventsAreForgotten() {
    DownloadStatus download = history.download(INDEX, 1000);
    for (int i = 0; i < 5000; i++) {
      download.segment(i);
    }
    assertThat(download.segments()).hasSize(2000);
    assertThat(download.segments().getLast().number()).isEqualTo(4999);
  }

  @Test
  void aPublishKnowsHowLongItsPartsTook() {
    PublishStatus publish = history.publish(INDEX, 10, 3, 10);
    publish.enter(PublishStatus.Phase.ENCODING);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    publish.enter(PublishStatus.Phase.PUSHING);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    publish.finished(new TreeMap<>());
    assertThat(publish.times())
        .containsEntry(PublishStatus.Phase.ENCODING, Duration.ofSeconds(1))
        .containsEntry(PublishStatus.Phase.PUSHING, Duration.ofSeconds(3));
    assertThat(publish.total()).contains(Duration.ofSeconds(4));
    assertThat(publish.status()).isEqualTo("Finished");
  }

  /** The reference shows it as under way for ever. */
  @Test
  void aPublishThatFailsIsOver() {
    PublishStatus publish = history.publish(INDEX, 10, 3, 10);
    publish.enter(PublishStatus.Phase.PUSHING);
    assertThat(publish.isActive()).isTrue();
    publish.close();
    assertThat(publish.isActive()).isFalse();
    assertThat(publish.status()).isEqualTo("Failed");
  }

  @Test
  void aRetrieveKnowsHowLongEachServerTook() {
    RetrieveStatus retrieve = history.retrieve(INDEX, 10, 3, 10);
    ServerId slow = new ServerId("v0-slow");
    ServerId quick = new ServerId("v0-quick");
    retrieve.answered(slow, Duration.ofMillis(300));
    retrieve.answered(quick, Duration.ofMillis(1));
    retrieve.answered(slow, Duration.ofMillis(200));
    assertThat(retrieve.servers())
        .containsExactly(
            Map.entry(quick, new RetrieveStatus.Reads(1, Duration.ofMillis(1))),
            Map.entry(slow, new RetrieveStatus.Reads(2, Duration.ofMillis(500))));
  }

  @Test
  void aMapUpdateShowsHowManyHaveAnswered() {
    MapUpdateStatus update = history.mapUpdate(INDEX, MapMode.READ);
    update.asking(4);
    update.answered(new ServerId("a"), Duration.ofMillis(5), Optional.empty());
    assertThat(update.progress()).isEqualTo(0.25);
    update.close();
    assertThat(update.progress()).isEqualTo(1);
    assertThat(update.isActive()).isFalse();
  }

  @Test
  void whatBeganLastComesFirst() {
    AtomicLong second = new AtomicLong();
    History ticking =
        new History(
            new Clock() {
              @Override
              public ZoneOffset getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                return this;
              }

              @Override
              public Instant instant() {
                return BEGIN.plusSeconds(second.getAndIncrement());
              }
            });
    OperationStatus first = ticking.upload(1);
    OperationStatus next = ticking.retrieve(INDEX, 1, 3, 10);
    OperationStatus third = ticking.mapUpdate(INDEX, MapMode.CHECK);
    assertThat(ticking.all()).containsExactly(third, next, first);
  }
}
