package org.truckee.grid.immutable.download;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.grid.EncodingParameters;
import org.truckee.grid.UnusableCapabilityException;
import org.truckee.grid.immutable.SegmentGeometry;

/**
 * An immutable file without its key: crypttext in shares. Keeps what one read learnt for the next
 * ({@code spec/01 §8.1}): the shares, what is wrong with them, and all that was validated.
 * Thread-safe.
 */
public final class CrypttextFile {
  private final FileFacts facts;
  private final ShareFinder finder;
  private final Map<ShareCopy, Problem> problems = new ConcurrentHashMap<>();
  private volatile long reads;
  private volatile Optional<String> lastFailure = Optional.empty();

  /** A share that failed in a read; if it was only out of reach, later reads may try it again. */
  private record Problem(ShareException cause, long read) {}

  CrypttextFile(FileFacts facts, ShareFinder finder) {
    this.facts = facts;
    this.finder = finder;
  }

  /** The geometry of a file of a capability, by the segment size of existing grids. */
  public static SegmentGeometry guess(ChkVerifyCap cap) throws UnusableCapabilityException {
    if (!cap.isUsable() && cap.size() > 0) {
      throw new UnusableCapabilityException(
          "no file is coded %d-of-%d: the capability %s was damaged or made up"
              .formatted(cap.needed(), cap.total(), cap));
    }
    if (cap.size() == 0) {
      throw new UnusableCapabilityException(
          "%s says that its file is empty, but empty files have no shares (they are literal);"
                  .formatted(cap)
              + " the capability was damaged or made up");
    }
    try {
      return SegmentGeometry.of(
          cap.size(), cap.needed(), EncodingParameters.DEFAULT_MAX_SEGMENT_SIZE);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnusableCapabilityException(
          "%s says that its file has %d bytes, more than can be: it was damaged or made up"
              .formatted(cap, cap.size()),
          e);
    }
  }

  public FileFacts facts() {
    return facts;
  }

  ShareFinder finder() {
    return finder;
  }

  /** Begins a read, which may try shares again that were out of reach; returns its number. */
  long beginRead() {
    problems.keySet().retainAll(finder.found());
    reads = finder.begin();
    return reads;
  }

  /** The shares that may be used, known so far. */
  List<ShareCopy> usable() {
    return finder.found().stream().filter(this::isUsable).toList();
  }

  private boolean isUsable(ShareCopy copy) {
    Problem problem = problems.get(copy);
    return problem == null
        || problem.cause.kind() == ShareException.Kind.UNREACHABLE && problem.read < reads;
  }

  /** A share turned out to be of no use, for ever or for now. */
  void failed(ShareCopy copy, ShareException cause) {
    problems.put(copy, new Problem(cause, reads));
    lastFailure = Optional.of("%s: %s".formatted(copy, cause.getMessage()));
  }

  /** What is wrong with the shares that cannot be used. */
  Map<ShareCopy, ShareException> problems() {
    Map<ShareCopy, ShareException> causes = new ConcurrentHashMap<>();
    problems.forEach((copy, problem) -> causes.put(copy, problem.cause));
    return causes;
  }

  /** The last share that failed, and how; for error texts. */
  String lastFailure() {
    return lastFailure.orElse("None");
  }
}
