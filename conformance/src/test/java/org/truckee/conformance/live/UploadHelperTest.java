package org.truckee.conformance.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.truckee.bench.nodes.Payload;
import org.truckee.bench.nodes.RunningNode;
import org.truckee.bench.nodes.WebApi;

/** Clients of each program that upload through helpers of the other. */
@Tag("live")
@ExtendWith(LiveNodes.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class UploadHelperTest {
  private static final long LARGE = 100_000_000;
  private static final long BEGUN = 20_000_000;

  /** What may be on its way when one side is killed. */
  private static final long ON_ITS_WAY = 5_000_000;

  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(3);
  private static final AtomicLong NUMBER = new AtomicLong(70_000);

  private final ExecutorService uploads = Executors.newVirtualThreadPerTaskExecutor();
  private final long number = NUMBER.addAndGet(1000);
  private SharedGrid grid;
  private RunningNode helper;
  private RunningNode client;

  @BeforeEach
  void findGrid(LiveNodes.Grids grids) throws Exception {
    grid = grids.servedBy(Program.TRUCKEE);
  }

  @AfterEach
  void stop() {
    Stream.of(client, helper).forEach(RunningNode::close);
    uploads.shutdownNow();
  }

  private void start(Program helperProgram, Program clientProgram) throws Exception {
    helper = grid.startHelper("helper-" + number, helperProgram);
    helper.awaitServers(SharedGrid.SERVERS);
    client = grid.startClient("helped-" + number, clientProgram, helper);
    client.awaitServers(SharedGrid.SERVERS);
    awaitHelped();
  }

  private JsonNode statistics() throws IOException {
    return helper.web().helperStatistics();
  }

  private long statistic(String name) throws IOException {
    return statistics().path("chk_upload_helper." + name).asLong();
  }

  /** Uploads small files until one has gone through the helper. */
  private void awaitHelped() throws IOException {
    long deadline = System.nanoTime() + PATIENCE;
    long before = statistic("upload_requests");
    while (statistic("upload_requests") == before) {
      assertThat(System.nanoTime()).as("the client finds its helper").isLessThan(deadline);
      client.web().put(new Payload(1000, NUMBER.incrementAndGet()));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  @ParameterizedTest
  @CsvSource({"TRUCKEE, REFERENCE", "REFERENCE, TRUCKEE"})
  void theHelperMakesTheSameCapsAndShares(Program helperProgram, Program clientProgram)
      throws Exception {
    start(helperProgram, clientProgram);
    WebApi direct = grid.client(Program.TRUCKEE);
    for (long size : new long[] {55, 56, 70_000, 3_500_000}) {
      Payload payload = new Payload(size, number + size);
      long fetched = statistic("fetched_bytes");
      String cap = client.web().put(payload);
      assertThat(statistic("fetched_bytes") - fetched).isEqualTo(size <= 55 ? 0 : size);
      direct.requireContents(cap, payload);
      if (size > 55) {
        assertThat(direct.check(cap, "verify=true").path("results").path("healthy").asBoolean())
            .isTrue();
        long present = statistic("upload_already_present");
        assertThat(client.web().put(payload)).isEqualTo(cap);
        assertThat(statistic("upload_already_present") - present).isEqualTo(1);
      }
      assertThat(direct.put(payload)).isEqualTo(cap);
    }
    assertThat(statistic("incoming_count") + statistic("encoding_count")).isZero();
  }

  @ParameterizedTest
  @CsvSource("TRUCKEE, REFERENCE")
  void anUploadGoesOnAfterTheClientWasKilled(Program helperProgram, Program clientProgram)
      throws Exception {
    start(helperProgram, clientProgram);
    Payload payload = new Payload(LARGE, number);
    long fetched = statistic("fetched_bytes");
    Future<String> upload = begin(payload);
    client.kill();
    assertThatThrownBy(upload::get).isInstanceOf(ExecutionException.class);
    client.startAgain(clientProgram.forLargeFiles());
    client.awaitServers(SharedGrid.SERVERS);
    awaitHelped();
    requireUploaded(payload);
    assertThat(statistic("resumes")).isEqualTo(1);
    assertThat(statistic("fetched_bytes") - fetched).isLessThan(LARGE + ON_ITS_WAY);
  }

  @ParameterizedTest
  @CsvSource({"TRUCKEE, REFERENCE", "REFERENCE, TRUCKEE"})
  void anUploadGoesOnAfterTheHelperWasKilled(Program helperProgram, Program clientProgram)
      throws Exception {
    start(helperProgram, clientProgram);
    Payload payload = new Payload(LARGE, number);
    Future<String> upload = begin(payload);
    helper.kill();
    assertThatThrownBy(upload::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThat(largest("CHK_incoming")).isGreaterThan(BEGUN);
    helper.startAgain(helperProgram.forLargeFiles());
    helper.awaitServers(SharedGrid.SERVERS);
    awaitHelped();
    requireUploaded(payload);
    assertThat(statistic("resumes")).isEqualTo(1);
    assertThat(statistic("fetched_bytes")).isLessThan(LARGE - BEGUN + ON_ITS_WAY);
  }

  /** Begins an upload and waits until the helper has a part of the file. */
  private Future<String> begin(Payload payload) throws Exception {
    WebApi web = client.web();
    Future<String> upload = uploads.submit(() -> web.put(payload));
    long deadline = System.nanoTime() + PATIENCE;
    while (largest("CHK_incoming") <= BEGUN) {
      assertThat(System.nanoTime()).as("the helper gets crypttext").isLessThan(deadline);
      assertThat(upload.isDone()).isFalse();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return upload;
  }

  private long largest(String folder) throws IOException {
    Path path = helper.directory().path().resolve("helper").resolve(folder);
    long largest = 0;
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        largest = Math.max(largest, size(file));
      }
    }
    return largest;
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private void requireUploaded(Payload payload) throws Exception {
    String cap = client.web().put(payload);
    WebApi direct = grid.client(Program.TRUCKEE);
    direct.requireContents(cap, payload);
    assertThat(direct.put(payload)).isEqualTo(cap);
  }
}
