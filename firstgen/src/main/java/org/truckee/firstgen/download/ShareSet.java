package org.truckee.firstgen.download;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.hash.PartialHashTree;
import org.truckee.firstgen.peers.Concurrently;
import org.truckee.firstgen.share.ShareSource;
import org.truckee.firstgen.share.UriExtension;

/**
 * The copies of shares that a download can choose from. What fails is not asked again; others take
 * its place.
 */
final class ShareSet {
  private static final Logger LOG = LoggerFactory.getLogger(ShareSet.class);
  private static final int TOLD_REASONS = 5;

  private final List<Copy> copies;
  private final RandomGenerator random;
  private final List<Copy> active = new ArrayList<>();
  private final List<String> reasons = Collections.synchronizedList(new ArrayList<>());

  ShareSet(List<ShareSource.Found> found, RandomGenerator random) {
    this.copies = found.stream().map(Copy::new).toList();
    this.random = random;
  }

  /** How many copies there are. */
  int size() {
    return copies.size();
  }

  /** Something that all copies of all shares have. */
  interface Part<T> {
    /**
     * Reads and validates it.
     *
     * @throws IOException if this copy has no good one
     */
    T of(Copy copy) throws IOException, InterruptedException;
  }

  /**
   * The part of the first copy that has a good one.
   *
   * @throws NotEnoughSharesException if none has
   */
  <T> T firstGood(String what, Part<T> part) throws IOException, InterruptedException {
    for (Copy copy : copies) {
      try {
        return part.of(copy);
      } catch (IOException e) {
        note(e);
      }
    }
    throw new NotEnoughSharesException("no share has a good %s%s".formatted(what, reasons()));
  }

  /**
   * The blocks of a segment from as many different shares as are needed.
   *
   * @throws NotEnoughSharesException if there are not so many good ones
   */
  Map<Integer, byte[]> blocks(UriExtension file, PartialHashTree shareTree, int segment)
      throws IOException, InterruptedException {
    int needed = file.plan().needed();
    Map<Integer, byte[]> blocks = new TreeMap<>();
    while (blocks.size() < needed) {
      choose(needed, blocks.keySet());
      List<Copy> asked =
          active.stream().filter(copy -> !blocks.containsKey(copy.number())).toList();
      List<Callable<byte[]>> questions = new ArrayList<>();
      for (Copy copy : asked) {
        questions.add(() -> copy.block(file, shareTree, segment));
      }
      List<Concurrently.Outcome<byte[]>> answers = Concurrently.all(questions);
      for (int i = 0; i < answers.size(); i++) {
        switch (answers.get(i)) {
          case Concurrently.Outcome.Done<byte[]> done ->
              blocks.put(asked.get(i).number(), done.value());
          case Concurrently.Outcome.Failed<byte[]> failed -> {
            asked.get(i).fail();
            note(failed.reason());
          }
        }
      }
    }
    return blocks;
  }

  /** Fills up the active copies: of each share one at most, chosen by chance. */
  private void choose(int needed, Set<Integer> done) throws NotEnoughSharesException {
    active.removeIf(Copy::hasFailed);
    Set<Integer> chosen = new HashSet<>(done);
    active.forEach(copy -> chosen.add(copy.number()));
    Map<Integer, List<Copy>> others = new LinkedHashMap<>();
    for (Copy copy : copies) {
      if (!copy.hasFailed() && !chosen.contains(copy.number())) {
        others.computeIfAbsent(copy.number(), _ -> new ArrayList<>()).add(copy);
      }
    }
    List<List<Copy>> candidates = new ArrayList<>(others.values());
    Collections.shuffle(candidates, Random.from(random));
    int missing = needed - chosen.size();
    if (missing > candidates.size()) {
      throw new NotEnoughSharesException(
          "%d good shares of %d that are needed%s"
              .formatted(chosen.size() + candidates.size(), needed, reasons()));
    }
    for (List<Copy> same : candidates.subList(0, Math.max(0, missing))) {
      active.add(same.get(random.nextInt(same.size())));
    }
  }

  private void note(Exception reason) {
    String text = String.valueOf(reason.getMessage());
    LOG.info("another share is used: {}", text);
    if (reasons.size() < TOLD_REASONS && !reasons.contains(text)) {
      reasons.add(text);
    }
  }

  /** Why copies were not good, as far as there is room for it. */
  String reasons() {
    synchronized (reasons) {
      return reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")";
    }
  }
}
