package org.truckee.wire.http;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.truckee.crypto.NodeCertificate;
import org.truckee.crypto.StorageIndex;
import org.truckee.http.HttpLimits;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.LocalStorageServer;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.SlotSecrets;
import org.truckee.storage.WriteEnabler;
import org.truckee.wire.Swissnum;

/** A server on the loopback and a client of it. */
final class HttpFixture implements AutoCloseable {
  static final NodeCertificate CERTIFICATE =
      NodeCertificate.generate(Clock.systemUTC(), new SecureRandom());
  static final Swissnum SWISSNUM = new Swissnum("aaaqeayeaudaocajbifqydiob4ibceqt");

  /** Short enough for tests that wait for them. */
  static final ServerLimits IMPATIENT =
      new ServerLimits(impatient(Duration.ofMillis(1500), 1_000_000), 1 << 20, 100);

  /** A client that rests or is slow has this time, and this speed. */
  static HttpLimits impatient(Duration time, int bytesPerSecond) {
    return HttpLimits.forPrograms(1000)
        .withRest(time)
        .withCredit(time, time)
        .withMinimumBytesPerSecond(bytesPerSecond)
        .withDrain(Duration.ofSeconds(2));
  }

  final HttpTransport transport = new HttpTransport();
  final StorageHttpServer server;
  final StorageHttpClient client;

  HttpFixture(LocalStorageServer store) throws IOException {
    this(store, ServerLimits.defaults(), System::nanoTime);
  }

  HttpFixture(LocalStorageServer store, ServerLimits limits, LongSupplier nanos)
      throws IOException {
    server =
        StorageHttpServer.builder(store)
            .certificate(CERTIFICATE)
            .swissnum(SWISSNUM)
            .transport(transport)
            .limits(limits)
            .monotonicClock(nanos)
            .start();
    client = new StorageHttpClient(transport, server.nurl("127.0.0.1"));
  }

  static StorageIndex index(int seed) {
    byte[] bytes = new byte[StorageIndex.LENGTH];
    Arrays.fill(bytes, (byte) seed);
    return new StorageIndex(bytes);
  }

  static LeaseSecrets leases(int seed) {
    return new LeaseSecrets(new LeaseSecret(bytes(32, seed)), new LeaseSecret(bytes(32, seed + 1)));
  }

  static SlotSecrets slotSecrets(int seed) {
    return new SlotSecrets(new WriteEnabler(bytes(32, seed)), leases(seed + 1));
  }

  static Set<ShareNumber> shares(int... numbers) {
    return IntStream.of(numbers)
        .mapToObj(ShareNumber::new)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static ShareNumber share(int number) {
    return new ShareNumber(number);
  }

  /** Bytes that differ from place to place. */
  static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (31 * i + seed + (i >>> 8));
    }
    return bytes;
  }

  @Override
  public void close() {
    server.close();
    transport.close();
  }

  static List<Integer> numbers(Set<ShareNumber> shares) {
    return shares.stream().map(ShareNumber::value).sorted().toList();
  }
}
