package org.truckee.grid.immutable.upload;

import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.ClientLeaseSecret.FileLeases;
import org.truckee.grid.GridServer;
import org.truckee.grid.servers.ServerCapacities;
import org.truckee.grid.servers.ServerSurvey;
import org.truckee.storage.Allocation;
import org.truckee.storage.Refusal;
import org.truckee.storage.ShareNumber;
import org.truckee.storage.StorageException;
import org.truckee.storage.StorageShortcuts;

/**
 * What one server is asked while servers are selected for a file. Thread-safe.
 *
 * @param index of the file
 * @param shareLength the bytes of each share
 * @param leases the secrets of the leases
 * @param ready the shares, if they are small enough to be sent with the question
 * @param capacities what servers said of their room
 */
record SpaceQuestions(
    StorageIndex index,
    long shareLength,
    FileLeases leases,
    Optional<ReadyShares> ready,
    ServerCapacities capacities) {

  sealed interface Question {
    /** Which shares a server has, and if that is not known, how large a share it takes. */
    record Survey() implements Question {}

    /** To take these shares, and to renew the leases of those that it has. */
    record Space(SortedSet<ShareNumber> shares) implements Question {}

    /** Here are these shares; or if it has others, to renew the leases of those. */
    record Store(SortedSet<ShareNumber> shares) implements Question {}
  }

  sealed interface Answer {
    record Surveyed(ServerSurvey survey) implements Answer {}

    record Allocated(SortedSet<ShareNumber> asked, Allocation allocation, boolean stored)
        implements Answer {}
  }

  /** Asks a server, and waits for its answer. */
  Answer ask(GridServer server, Question question) throws Exception {
    return switch (question) {
      case Question.Survey() ->
          new Answer.Surveyed(ServerSurvey.ask(server, index, capacities, shareLength));
      case Question.Space(var shares) -> allocate(server, shares);
      case Question.Store(var shares) -> {
        Optional<Allocation> stored = store(server, shares);
        yield stored.isPresent()
            ? new Answer.Allocated(shares, stored.get(), true)
            : allocate(server, shares);
      }
    };
  }

  private Optional<Allocation> store(GridServer server, SortedSet<ShareNumber> shares)
      throws Exception {
    Optional<StorageShortcuts> shortcuts = server.storage().shortcuts();
    return shortcuts.isPresent()
        ? shortcuts.get().storeWhole(index, leases.on(server), ready.orElseThrow().of(shares))
        : Optional.empty();
  }

  private Answer allocate(GridServer server, SortedSet<ShareNumber> shares)
      throws StorageException, InterruptedException {
    Allocation allocation =
        server
            .storage()
            .allocateBuckets(index, leases.on(server), shares, shareLength)
            .refusingOthers(shares, Refusal.UNKNOWN);
    return new Answer.Allocated(shares, explained(server, allocation), false);
  }

  /** A server that gives no reasons is asked whether it has room: if not, that was the reason. */
  private Allocation explained(GridServer server, Allocation allocation)
      throws StorageException, InterruptedException {
    if (!allocation.refused().containsValue(Refusal.UNKNOWN)) {
      return allocation;
    }
    long capacity = server.storage().version().maximumImmutableShareSize();
    capacities.learn(server, capacity);
    if (capacity >= shareLength) {
      return allocation;
    }
    Set<ShareNumber> refused = allocation.refused().keySet();
    return new Allocation(allocation.alreadyHave(), allocation.writers())
        .refusingOthers(refused, Refusal.NO_ROOM);
  }
}
