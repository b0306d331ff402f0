package org.truckee.grid.mutable.publish;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.truckee.grid.GridServer;
import org.truckee.grid.mutable.map.Place;
import org.truckee.grid.mutable.publish.Judge.Verdict.Contradictory;
import org.truckee.grid.servers.Patience;
import org.truckee.grid.servers.Question;
import org.truckee.grid.servers.Questions;
import org.truckee.grid.servers.Reply;
import org.truckee.grid.servers.ServerLatencies;
import org.truckee.storage.SlotAnswer;

/**
 * Writes that are sent at once; those to one server with one request, if they may go together. A
 * share that a server does not take goes to another one; a server that holds something else than
 * was expected is asked again, unless that is somebody else's. Used once, by one thread.
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

  /** Makes writes to one server. */
  @FunctionalInterface
  interface Call {
    /** Writes if the shares are as expected, and so are the guards on their server. */
    SlotAnswer make(List<PlannedWrite> writes, List<PlannedWrite> guards) throws Exception;
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

  /** Sends the writes, each by itself, and waits until nothing more can come of them. */
  void run(Collection<PlannedWrite> writes) throws InterruptedException {
    run(writes, 1);
  }

  /**
   * Sends the writes and waits until nothing more can come of them.
   *
   * @param together how many may go to one server with one request, which then makes all or none
   */
  void run(Collection<PlannedWrite> writes, int together) throws InterruptedException {
    try (Questions<List<PlannedWrite>, SlotAnswer> questions =
        new Questions<>("publish", latencies)) {
      writes.forEach(
          write -> {
            guards.remove(write.place());
            wanted.add(write.place().number());
          });
      batches(writes, together).forEach(batch -> send(questions, batch));
      while (questions.hasOpen() && !onlyLateAreLeft(questions)) {
        take(questions, questions.next());
      }
      places(questions.open()).forEach(place -> failed.put(place, "has not answered yet"));
    }
  }

  private static List<List<PlannedWrite>> batches(Collection<PlannedWrite> writes, int together) {
    Map<GridServer, List<PlannedWrite>> filling = new HashMap<>();
    List<List<PlannedWrite>> batches = new ArrayList<>();
    for (PlannedWrite write : writes) {
      List<PlannedWrite> batch = filling.get(write.place().server());
      if (batch == null || batch.size() == together) {
        batch = new ArrayList<>();
        filling.put(write.place().server(), batch);
        batches.add(batch);
      }
      batch.add(write);
    }
    return batches;
  }

  private static Stream<Place> places(Stream<Question<List<PlannedWrite>>> questions) {
    return questions.flatMap(question -> question.subject().stream()).map(PlannedWrite::place);
  }

  /** Whether only late servers are left to answer, and all shares are placed without them. */
  private boolean onlyLateAreLeft(Questions<List<PlannedWrite>, SlotAnswer> questions) {
    return questions.onTime().findAny().isEmpty() && ShareGoal.numbers(written).containsAll(wanted);
  }

  /** Sends writes to one server. */
  private void send(
      Questions<List<PlannedWrite>, SlotAnswer> questions, List<PlannedWrite> writes) {
    for (PlannedWrite write : writes) {
      goal.add(write.place());
      tries.merge(write.place(), 1, Integer::sum);
      guards.remove(write.place());
    }
    GridServer server = server(writes);
    List<PlannedWrite> beside = guardsOn(server);
    questions.ask(server, writes, patience, _ -> call.make(writes, beside));
  }

  private static GridServer server(List<PlannedWrite> writes) {
    return writes.getFirst().place().server();
  }

  private List<PlannedWrite> guardsOn(GridServer server) {
    return guards.entrySet().stream()
        .filter(each -> each.getKey().server().equals(server))
        .map(each -> new PlannedWrite(each.getKey(), each.getValue()))
        .toList();
  }

  private void take(
      Questions<List<PlannedWrite>, SlotAnswer> questions,
      Reply<List<PlannedWrite>, SlotAnswer> reply) {
    List<PlannedWrite> writes = reply.question().subject();
    switch (reply) {
      case Reply.Answer(var _, var answer) -> judge(questions, writes, answer);
      case Reply.NoAnswer(var _, var trouble) ->
          writes.forEach(
              write -> {
                failed.put(write.place(), trouble.message());
                replace(questions, write);
              });
      case Reply.Late(var _) -> writes.forEach(write -> replace(questions, write));
    }
  }

  private void judge(
      Questions<List<PlannedWrite>, SlotAnswer> questions,
      List<PlannedWrite> writes,
      SlotAnswer answer) {
    GridServer server = server(writes);
    Map<Place, Judge.Verdict> changed = judge.changed(guardsOn(server), answer);
    changed.forEach(this::guardChanged);
    Map<PlannedWrite, Judge.Verdict> verdicts = new LinkedHashMap<>();
    writes.forEach(write -> verdicts.put(write, judge.of(write, answer)));
    // Of what was sent together nothing is written if one share is not as expected.
    boolean explained =
        !changed.isEmpty()
            || verdicts.values().stream().anyMatch(it -> !(it instanceof Contradictory));
    verdicts.forEach((write, verdict) -> judge(questions, write, verdict, explained));
    judge
        .others(server, answer, goal)
        .forEach(
            (place, verdict) -> {
              switch (verdict) {
                case Judge.Verdict.Written() -> written.add(place);
                case Judge.Verdict.Replaceable(var beginning) -> again(questions, place, beginning);
                case Judge.Verdict.Foreign _, Contradictory _ -> collide(place);
              }
            });
  }

  private void judge(
      Questions<List<PlannedWrite>, SlotAnswer> questions,
      PlannedWrite write,
      Judge.Verdict verdict,
      boolean explained) {
    switch (verdict) {
      case Judge.Verdict.Written() -> {
        failed.remove(write.place());
        written.add(write.place());
      }
      case Judge.Verdict.Replaceable(var beginning) -> again(questions, write.place(), beginning);
      case Contradictory() when explained -> again(questions, write.place(), write.expected());
      case Contradictory() -> {
        failed.put(write.place(), "the server contradicts itself");
        replace(questions, write);
      }
      case Judge.Verdict.Foreign _ -> collide(write.place());
    }
  }

  private void guardChanged(Place place, Judge.Verdict verdict) {
    switch (verdict) {
      case Judge.Verdict.Written() -> guards.remove(place);
      case Judge.Verdict.Replaceable(var beginning) -> guards.put(place, beginning);
      case Judge.Verdict.Foreign _, Contradictory _ -> collide(place);
    }
  }

  private void collide(Place place) {
    failed.put(place, "holds what somebody else has written");
    collision = Optional.of(place.toString());
  }

  private void again(
      Questions<List<PlannedWrite>, SlotAnswer> questions, Place place, byte[] beginning) {
    if (place.number() >= total || collision.isPresent()) {
      return;
    }
    if (tries.getOrDefault(place, 0) >= TRIES) {
      collide(place);
    } else {
      send(questions, List.of(new PlannedWrite(place, beginning)));
    }
  }

  /** Another server takes the share, unless it has a place already. */
  private void replace(Questions<List<PlannedWrite>, SlotAnswer> questions, PlannedWrite write) {
    int number = write.place().number();
    spares.remove(write.place().server());
    boolean placed =
        written.stream().anyMatch(place -> place.number() == number)
            || places(questions.onTime()).anyMatch(place -> place.number() == number);
    if (!placed && collision.isEmpty()) {
      ShareGoal.spare(number, goal, spares)
          .ifPresent(place -> send(questions, List.of(PlannedWrite.ofNew(place))));
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
