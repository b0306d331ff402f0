package org.truckee.grid.mutable.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.grid.GridServer;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Question;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.storage.SlotAnswer;

/**
 * Writes that are sent at once. A share that a server does not take goes to another one; a server
 * that holds something else than was expected is asked again, unless that is somebody else's. Used
 * once, by one thread.
 */
final class Wave {
  /** How often one share is tried. */
  private static final int TRIES = 3;

  private final Judge judge;
  private final Call call;
  private final ServerLatencies latencies;
  private final Patience patience;
  private final int total;

  /** All places that are used, by this publish or by somebody else. */
  private final SortedSet<Place> goal;

  /** Servers that may take shares that others refuse; servers that fail are removed. */
  private final List<GridServer> spares;

  /** Shares that are left alone, and have to be as expected. */
  private final Map<Place, byte[]> guards;

  private final SortedSet<Place> written = new TreeSet<>();
  private final SortedMap<Place, String> failed = new TreeMap<>();
  private final Map<Place, Integer> tries = new HashMap<>();
  private final Set<Integer> wanted = new HashSet<>();
  private Optional<String> collision = Optional.empty();

  /** Makes one write. */
  @FunctionalInterface
  interface Call {
    /** Writes if the share is as expected, and so are the guards on its server. */
    SlotAnswer make(PlannedWrite planned, List<PlannedWrite> guards) throws Exception;
  }

  Wave(
      Judge judge,
      Call call,
      ServerLatencies latencies,
      Patience patience,
      int total,
      Collection<Place> goal,
      Map<Place, byte[]> guards,
      Collection<GridServer> spares) {
    this.judge = judge;
    this.call = call;
    this.latencies = latencies;
    this.patience = patience;
    this.total = total;
    this.goal = new TreeSet<>(goal);
    this.guards = new HashMap<>(guards);
    this.spares = new ArrayList<>(spares);
  }

  /** Sends the writes and waits until nothing more can come of them. */
  void run(Collection<PlannedWrite> writes) throws InterruptedException {
    try (Questions<PlannedWrite, SlotAnswer> questions = new Questions<>("publish", latencies)) {
      writes.forEach(write -> guards.remove(write.place()));
      for (PlannedWrite write : writes) {
        wanted.add(write.place().number());
        send(questions, write);
      }
      while (questions.hasOpen() && !onlyLateAreLeft(questions)) {
        take(questions, questions.next());
      }
      questions
          .open()
          .forEach(question -> failed.put(question.subject().place(), "has not answered yet"));
    }
  }

  /** Whether only late servers are left to answer, and all shares are placed without them. */
  private boolean onlyLateAreLeft(Questions<PlannedWrite, SlotAnswer> questions) {
    return questions.onTime().findAny().isEmpty() && ShareGoal.numbers(written).containsAll(wanted);
  }

  private void send(Questions<PlannedWrite, SlotAnswer> questions, PlannedWrite write) {
    goal.add(write.place());
    tries.merge(write.place(), 1, Integer::sum);
    guards.remove(write.place());
    List<PlannedWrite> together = guardsOn(write.place().server());
    questions.ask(write.place().server(), write, patience, _ -> call.make(write, together));
  }

  private List<PlannedWrite> guardsOn(GridServer server) {
    return guards.entrySet().stream()
        .filter(each -> each.getKey().server().equals(server))
        .map(each -> new PlannedWrite(each.getKey(), each.getValue()))
        .toList();
  }

  private void take(
      Questions<PlannedWrite, SlotAnswer> questions, Reply<PlannedWrite, SlotAnswer> reply) {
    PlannedWrite write = reply.question().subject();
    switch (reply) {
      case Reply.Answer(var _, var answer) -> judge(questions, write, answer);
      case Reply.NoAnswer(var _, var trouble) -> {
        failed.put(write.place(), trouble.message());
        replace(questions, write);
      }
      case Reply.Late(var _) -> replace(questions, write);
    }
  }

  private void judge(
      Questions<PlannedWrite, SlotAnswer> questions, PlannedWrite write, SlotAnswer answer) {
    Map<Place, Judge.Verdict> changed = judge.changed(guardsOn(write.place().server()), answer);
    changed.forEach(this::guardChanged);
    switch (judge.of(write, answer)) {
      case Judge.Verdict.Written() -> {
        failed.remove(write.place());
        written.add(write.place());
      }
      case Judge.Verdict.Replaceable(var beginning) -> again(questions, write.place(), beginning);
      case Judge.Verdict.Contradictory() when !changed.isEmpty() ->
          again(questions, write.place(), write.expected());
      case Judge.Verdict.Contradictory() -> {
        failed.put(write.place(), "the server contradicts itself");
        replace(questions, write);
      }
      case Judge.Verdict.Foreign _ -> collide(write.place());
    }
    judge
        .others(write.place().server(), answer, goal)
        .forEach(
            (place, verdict) -> {
              switch (verdict) {
                case Judge.Verdict.Written() -> written.add(place);
                case Judge.Verdict.Replaceable(var beginning) -> again(questions, place, beginning);
                case Judge.Verdict.Foreign _, Judge.Verdict.Contradictory _ -> collide(place);
              }
            });
  }

  private void guardChanged(Place place, Judge.Verdict verdict) {
    switch (verdict) {
      case Judge.Verdict.Written() -> guards.remove(place);
      case Judge.Verdict.Replaceable(var beginning) -> guards.put(place, beginning);
      case Judge.Verdict.Foreign _, Judge.Verdict.Contradictory _ -> collide(place);
    }
  }

  private void collide(Place place) {
    failed.put(place, "holds what somebody else has written");
    collision = Optional.of(place.toString());
  }

  private void again(Questions<PlannedWrite, SlotAnswer> questions, Place place, byte[] beginning) {
    if (place.number() >= total || collision.isPresent()) {
      return;
    }
    if (tries.getOrDefault(place, 0) >= TRIES) {
      collide(place);
    } else {
      send(questions, new PlannedWrite(place, beginning));
    }
  }

  /** Another server takes the share, unless it has a place already. */
  private void replace(Questions<PlannedWrite, SlotAnswer> questions, PlannedWrite write) {
    int number = write.place().number();
    spares.remove(write.place().server());
    boolean placed =
        written.stream().anyMatch(place -> place.number() == number)
            || questions
                .onTime()
                .map(Question::subject)
                .anyMatch(other -> other.place().number() == number);
    if (!placed && collision.isEmpty()) {
      ShareGoal.spare(number, goal, spares)
          .ifPresent(place -> send(questions, PlannedWrite.ofNew(place)));
    }
  }

  /** The shares that are in place. */
  SortedSet<Place> written() {
    return written;
  }

  /** The shares that are not in place, and why. */
  SortedMap<Place, String> failed() {
    return failed;
  }

  /** Where somebody else's share was found. */
  Optional<String> collision() {
    return collision;
  }
}
