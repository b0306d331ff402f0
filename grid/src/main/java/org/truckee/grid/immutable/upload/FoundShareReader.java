package org.truckee.grid.immutable.upload;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.GridServer;
import org.truckee.grid.TooManyTransfersException;
import org.truckee.grid.immutable.download.ShareException;
import org.truckee.grid.immutable.verify.ExpectedFile;
import org.truckee.grid.immutable.verify.ShareVerifier;
import org.truckee.grid.immutable.verify.ShareVerifiers;
import org.truckee.grid.servers.CorruptionNotices;
import org.truckee.grid.servers.Question;
import org.truckee.grid.spread.Holding;
import org.truckee.grid.transfer.TimeLimit;
import org.truckee.memory.MemoryBudget;
import org.truckee.storage.FoundShare;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;

/**
 * Reads shares that servers had before an upload, and tells the servers of those that are damaged.
 * Thread-safe.
 */
public final class FoundShareReader {
  /** How many bytes may come along with the list of a server's shares. */
  private static final int MOST_EXCERPTS = 1 << 18;

  private final ShareVerifiers verifiers;
  private final CorruptionNotices notices;
  private final RandomGenerator random;

  /**
   * A reader for all uploads of a grid.
   *
   * @param random draws the blocks of samples
   */
  public FoundShareReader(
      ShareVerifiers verifiers, CorruptionNotices notices, RandomGenerator random) {
    this.verifiers = verifiers;
    this.notices = notices;
    this.random = random;
  }

  /** What a share turned out to be. */
  enum State {
    /** All of it is right. */
    GOOD,
    /** What was read of it is right. */
    SAMPLED,
    /** It does not belong to the file. */
    DAMAGED,
    /** The server does not have it any more. */
    GONE
  }

  /**
   * What became of one share.
   *
   * @param problem empty text if there is none
   */
  record Finding(Holding holding, State state, String problem) {
    static Finding of(Holding holding, boolean whole) {
      return new Finding(holding, whole ? State.GOOD : State.SAMPLED, "");
    }
  }

  /** In an order drawn by lot, so that no server knows which shares are read whole. */
  List<Holding> shuffled(Collection<Holding> holdings) {
    List<Holding> shuffled = new ArrayList<>(holdings);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /**
   * Reads shares on one server.
   *
   * @param wanted by share number, whether it is read whole; else it is sampled
   * @param question under which the server is asked
   * @throws IOException if the server did not give them
   */
  List<Finding> read(
      ExpectedFile expected,
      GridServer server,
      Map<ShareNumber, Boolean> wanted,
      Question<?> question)
      throws IOException, InterruptedException {
    Map<ShareNumber, FoundShare> found = find(expected, server);
    List<Finding> findings = new ArrayList<>();
    for (Map.Entry<ShareNumber, Boolean> share : wanted.entrySet()) {
      Holding holding = new Holding(server, share.getKey());
      findings.add(
          found.containsKey(share.getKey())
              ? verify(expected, holding, found.get(share.getKey()), share.getValue(), question)
              : new Finding(holding, State.GONE, "it is not there any more"));
    }
    return findings;
  }

  private static Map<ShareNumber, FoundShare> find(ExpectedFile expected, GridServer server)
      throws StorageException, InterruptedException {
    StorageIndex index = expected.cap().index();
    Optional<StorageShortcuts> shortcuts = server.storage().shortcuts();
    return shortcuts.isPresent()
        ? shortcuts.get().findShares(index, expected.likelyMetadata(), MOST_EXCERPTS)
        : FoundShare.withoutExcerpts(server.storage().getBuckets(index));
  }

  private Finding verify(
      ExpectedFile expected, Holding holding, FoundShare share, boolean whole, Question<?> question)
      throws IOException, InterruptedException {
    try (MemoryBudget.Grant _ = memory(expected, question)) {
      ShareVerifier verifier =
          verifiers.verifier(expected, holding.share(), share, bytes -> question.sign());
      if (!whole) {
        return Finding.of(holding, verifier.verifySample(random));
      }
      verifier.verify();
      return Finding.of(holding, true);
    } catch (ShareException e) {
      String problem = String.valueOf(e.getMessage());
      e.notice()
          .ifPresent(
              notice ->
                  notices.send(holding.server(), expected.cap().index(), holding.share(), notice));
      return switch (e.kind()) {
        case CORRUPT, INCOMPATIBLE -> new Finding(holding, State.DAMAGED, problem);
        case UNREACHABLE -> throw new IOException(problem, e);
      };
    }
  }

  private MemoryBudget.Grant memory(ExpectedFile expected, Question<?> question)
      throws TooManyTransfersException, InterruptedException {
    return verifiers
        .awaitMemory(expected, question)
        .orElseThrow(
            () ->
                new TooManyTransfersException(
                    "there was no memory to verify shares within %s"
                        .formatted(TimeLimit.inWords(ShareVerifiers.MEMORY_WAIT))));
  }
}
