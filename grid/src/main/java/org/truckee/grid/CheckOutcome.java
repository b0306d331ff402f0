package org.truckee.grid;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.truckee.crypto.StorageIndex;

/** What a check found of something that has shares, whatever its kind. */
public sealed interface CheckOutcome permits CheckResult, MutableCheckResult {
  /** Where the shares are. */
  StorageIndex index();

  /** Whether everything is as it should be. */
  boolean healthy();

  /** Whether it can be read. */
  boolean recoverable();

  /** k: how many good shares give it back. */
  int needed();

  /** N: how many different shares there should be. */
  int expected();

  /** How many different good shares there are. */
  int good();

  /** How many servers have a good share. */
  int goodHosts();

  /** How many servers hold different good shares, in the best matching. */
  int happiness();

  /**
   * How many servers should hold different shares: as many as this grid's uploads ask for, as far
   * as there are servers.
   */
  int spreadGoal();

  /**
   * Whether the good shares lie on as many servers as they should. What is healthy may be badly
   * spread, because servers were away when it was stored, or whoever did so asked for less.
   */
  default boolean wellSpread() {
    return happiness() >= spreadGoal();
  }

  /** Shares that are damaged. */
  List<ShareLocation> corrupt();

  /** Shares that could not be read to the end, which says nothing about them. */
  List<ShareLocation> lost();

  /** The servers that answered. */
  Set<GridServer> responding();

  /** The servers that did not answer, and why. */
  Map<GridServer, String> silent();

  /** One line for people. */
  String summary();

  /**
   * What the summary of a check adds where something seems to be missing though nobody knows:
   * servers were silent, or shares could not be read to the end. Nothing if all answered.
   */
  static String doubts(Map<GridServer, String> silent, List<ShareLocation> lost) {
    String servers =
        switch (silent.size()) {
          case 0 -> "";
          case 1 -> "; 1 server did not answer";
          default -> "; %d servers did not answer".formatted(silent.size());
        };
    String shares =
        switch (lost.size()) {
          case 0 -> "";
          case 1 -> "; 1 share was not read to the end";
          default -> "; %d shares were not read to the end".formatted(lost.size());
        };
    return servers + shares;
  }
}
