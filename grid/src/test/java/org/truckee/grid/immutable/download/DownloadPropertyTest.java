package org.truckee.grid.immutable.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.truckee.capability.ChkReadCap;
import org.truckee.grid.CheckOptions;
import org.truckee.grid.CheckResult;
import org.truckee.grid.DownloadLimits;
import org.truckee.grid.GridException;
import org.truckee.grid.ImmutableFile;
import org.truckee.grid.NoSharesException;
import org.truckee.grid.NotEnoughSharesException;
import org.truckee.grid.immutable.EncodedFile;
import org.truckee.grid.immutable.LayoutException;
import org.truckee.grid.immutable.ShareLayout;
import org.truckee.grid.simulation.Call.Operation;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.storage.ShareNumber;

/**
 * Whatever servers do: wrong data is never delivered; if k good shares can be reached the file is;
 * otherwise the error says what was found.
 */
class DownloadPropertyTest {
  /** A file on a grid some of whose servers and shares are not as they should be. */
  private static final class Trouble implements AutoCloseable {
    final Random random;
    final DownloadFixture world;
    final EncodedFile file;

    /** Share numbers of which an untouched copy lies on an untouched server. */
    final Set<Integer> sure = new HashSet<>();

    /** Share numbers of which there is a copy that might be of use. */
    final Set<Integer> possible = new HashSet<>();

    boolean stalls;

    Trouble(long seed, int needed, int more, int servers) {
      random = new Random(seed);
      world = new DownloadFixture(servers);
      int maxSegmentSize = 1 + random.nextInt(2_000);
      int segmentSize = (maxSegmentSize + needed - 1) / needed * needed;
      int size = Math.max(1, segmentSize * random.nextInt(5) + random.nextInt(3) - 1);
      file = EncodedFile.random(random, size, needed, needed + more, maxSegmentSize);
      Set<FaultyServer> bad =
          world.grid.servers().stream().filter(this::breakPerhaps).collect(Collectors.toSet());
      world.grid.servers().stream()
          .filter(server -> random.nextBoolean())
          .forEach(FaultyServer::sendExcerpts);
      for (int share = 0; share < needed + more; share++) {
        for (int copies = random.nextInt(3); copies > 0; copies--) {
          FaultyServer server = world.grid.server(random.nextInt(servers));
          place(share, server, bad.contains(server));
        }
      }
    }

    private boolean breakPerhaps(FaultyServer server) {
      switch (random.nextInt(12)) {
        case 0 -> server.crash();
        case 1 -> server.crashAfter(1 + random.nextInt(3));
        case 2 -> stall(server, Operation.GET_BUCKETS);
        case 3 -> stall(server, Operation.READ);
        case 4 -> server.refuse(Operation.READ);
        default -> {
          return false;
        }
      }
      return true;
    }

    private void stall(FaultyServer server, Operation operation) {
      server.stall(operation);
      stalls = true;
    }

    private void place(int share, FaultyServer server, boolean bad) {
      if (world.grid.memory(server).shares(file.index()).containsKey(new ShareNumber(share))) {
        return;
      }
      byte[] bytes = file.shares().get(share).clone();
      boolean spoilt = random.nextInt(4) == 0;
      if (spoilt) {
        bytes = spoil(bytes);
      } else if (!bad) {
        sure.add(share);
      }
      possible.add(share);
      world.grid.put(file.index(), server, share, bytes);
    }

    private byte[] spoil(byte[] share) {
      switch (random.nextInt(4)) {
        case 0 -> share[random.nextInt(share.length)] ^= (byte) (1 + random.nextInt(255));
        case 1 -> {
          return Arrays.copyOf(share, random.nextInt(share.length));
        }
        case 2 -> {
          int from = random.nextInt(share.length);
          int to = Math.min(share.length, from + 1 + random.nextInt(100));
          byte[] noise = new byte[to - from];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, share, from, noise.length);
        }
        default -> {
          return file.shares().get(random.nextInt(file.shares().size())).clone();
        }
      }
      return share;
    }

    boolean mustSucceed() {
      return sure.size() >= file.cap().needed();
    }

    boolean mustFail() {
      return possible.size() < file.cap().needed();
    }

    /** Waits for ever where an answer must come, and not for long where perhaps none comes. */
    DownloadLimits limits() {
      return mustSucceed() || !stalls ? DownloadFixture.IMPATIENT : DownloadFixture.GIVING_UP;
    }

    @Override
    public void close() {
      world.close();
    }
  }

  /** Every run tries others, too; the seed is in the report. */
  @Property(tries = 40)
  void aDownloadIsRightOrSaysWhyThereIsNoneEveryTime(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 7) int needed,
      @ForAll @IntRange(min = 0, max = 6) int more,
      @ForAll @IntRange(min = 1, max = 9) int servers)
      throws Exception {
    aDownloadIsRightOrSaysWhyThereIsNone(seed, needed, more, servers);
  }

  @Property(tries = 150, seed = "20261121")
  void aDownloadIsRightOrSaysWhyThereIsNone(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 7) int needed,
      @ForAll @IntRange(min = 0, max = 6) int more,
      @ForAll @IntRange(min = 1, max = 9) int servers)
      throws Exception {
    try (Trouble trouble = new Trouble(seed, needed, more, servers)) {
      ChkReadCap cap = trouble.file.cap();
      ImmutableFile opened = trouble.world.open(cap, trouble.limits());
      int offset = trouble.random.nextInt((int) cap.size());
      int length = trouble.random.nextInt((int) cap.size() - offset + 1);
      readAndJudge(trouble, opened, offset, length);
      readAndJudge(trouble, opened, 0, (int) cap.size());
    }
  }

  private static void readAndJudge(Trouble trouble, ImmutableFile opened, int offset, int length)
      throws Exception {
    try {
      byte[] read = DownloadFixture.range(opened, offset, length);
      assertThat(read)
          .isEqualTo(Arrays.copyOfRange(trouble.file.plaintext(), offset, offset + length));
      assertThat(trouble.mustFail() && length > 0).isFalse();
    } catch (GridException e) {
      assertThat(trouble.mustSucceed()).as(e.getMessage()).isFalse();
      assertThat(e).isInstanceOfAny(NoSharesException.class, NotEnoughSharesException.class);
      assertThat(e.getMessage())
          .contains("need %d".formatted(trouble.file.cap().needed()))
          .contains("on %d servers".formatted(trouble.world.grid.size()));
    }
  }

  /** Every run tries others, too; the seed is in the report. */
  @Property(tries = 25)
  void aVerificationNeverCallsASpoiltShareGoodNorAGoodOneBadEveryTime(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 7) int needed,
      @ForAll @IntRange(min = 0, max = 6) int more,
      @ForAll @IntRange(min = 1, max = 9) int servers)
      throws Exception {
    aVerificationNeverCallsASpoiltShareGoodNorAGoodOneBad(seed, needed, more, servers);
  }

  @Property(tries = 100, seed = "20261121")
  void aVerificationNeverCallsASpoiltShareGoodNorAGoodOneBad(
      @ForAll @LongRange(min = 0, max = 1L << 40) long seed,
      @ForAll @IntRange(min = 1, max = 7) int needed,
      @ForAll @IntRange(min = 0, max = 6) int more,
      @ForAll @IntRange(min = 1, max = 9) int servers)
      throws Exception {
    try (Trouble trouble = new Trouble(seed, needed, more, servers)) {
      trouble.world.grid.servers().forEach(FaultyServer::recover);
      CheckResult result =
          trouble
              .world
              .grid(DownloadFixture.PATIENT)
              .check(trouble.file.cap(), CheckOptions.VERIFY);
      for (FaultyServer server : trouble.world.grid.servers()) {
        trouble
            .world
            .grid
            .memory(server)
            .shares(trouble.file.index())
            .forEach(
                (share, bytes) -> {
                  boolean called =
                      result
                          .shareMap()
                          .getOrDefault(share, Set.of())
                          .contains(trouble.world.grid.member(server));
                  byte[] original = trouble.file.shares().get(share.value());
                  assertThat(called).isEqualTo(meansTheSame(original, bytes));
                });
      }
    }
  }

  /** Only the unused parts of a share may differ without doing harm. */
  private static boolean meansTheSame(byte[] original, byte[] bytes) {
    if (bytes.length != original.length) {
      return false;
    }
    ShareLayout layout;
    try {
      layout = ShareLayout.parse(ByteBuffer.wrap(original));
    } catch (LayoutException e) {
      throw new AssertionError(e);
    }
    byte[] copy = bytes.clone();
    int sizes = 4;
    System.arraycopy(original, sizes, copy, sizes, 8);
    System.arraycopy(original, 16, copy, 16, 4);
    int unused = (int) layout.plaintextHashes();
    int length = (int) layout.crypttextHashes() - unused;
    System.arraycopy(original, unused, copy, unused, length);
    return Arrays.equals(copy, original);
  }
}
