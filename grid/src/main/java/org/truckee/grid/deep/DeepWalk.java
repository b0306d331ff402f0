package org.truckee.grid.deep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.truckee.capability.VerifyCap;
import org.truckee.grid.Directory;
import org.truckee.grid.DirectoryListing;
import org.truckee.grid.KnownNode;
import org.truckee.grid.Link;
import org.truckee.grid.NameOrder;
import org.truckee.grid.UnknownNode;

/**
 * One walk over all that can be reached from a directory ({@code spec/03 §8}), each thing that can
 * be verified once. It meets a directory, then its children of unknown kinds, then its files, then
 * enters the directories in it, always by code points of names. In memory is what is under way and
 * 16 bytes for each thing that was met.
 *
 * @param <T> what is done with each node
 */
public final class DeepWalk<T> {
  private static final Comparator<Link> BY_NAME =
      Comparator.comparing(Link::name, NameOrder.BY_CODE_POINTS);

  private final Directory root;
  private final DeepOptions options;
  private final NodeAction<T> action;
  private final DeepSink<T> sink;
  private final SeenCaps seen = new SeenCaps();
  private final WalkPart part = new WalkPart();

  /** A walk that begins when it is run. */
  public DeepWalk(Directory root, DeepOptions options, NodeAction<T> action, DeepSink<T> sink) {
    this.root = root;
    this.options = options;
    this.action = action;
    this.sink = sink;
  }

  /**
   * Walks to the end. An interrupt cancels it; what was done until then stays done.
   *
   * @throws IOException what the sink throws
   */
  public void run() throws IOException, InterruptedException {
    try (DirectoriesAhead ahead = new DirectoriesAhead(options.parallelism());
        EventQueue<T> events = new EventQueue<>(options.parallelism(), action, sink, part)) {
      root.verifier().ifPresent(seen::add);
      ahead.push(root, List.of(), WalkPart.WHOLE);
      while (!ahead.isEmpty()) {
        DirectoriesAhead.Pending next = ahead.pop();
        part.reach(next.span().begin());
        events.visit(next.path(), next.directory());
        Optional<DirectoryListing> listing = read(next, ahead, events);
        if (listing.isPresent()) {
          enter(next, listing.get(), ahead, events);
        }
      }
      events.finish();
      part.done(1);
    }
  }

  /**
   * How much of the walk is done, from 0 to 1: an estimate from what was met until now, which never
   * goes back. Any thread may ask, also before and after the walk.
   */
  public double part() {
    return part.done();
  }

  private Optional<DirectoryListing> read(
      DirectoriesAhead.Pending next, DirectoriesAhead ahead, EventQueue<T> events)
      throws IOException, InterruptedException {
    try {
      return Optional.of(ahead.read(next));
    } catch (IOException e) {
      events.add(new DeepEvent.Unreadable<>(next.path(), next.directory(), e));
      return Optional.empty();
    }
  }

  private void enter(
      DirectoriesAhead.Pending entered,
      DirectoryListing listing,
      DirectoriesAhead ahead,
      EventQueue<T> events)
      throws IOException, InterruptedException {
    List<String> path = entered.path();
    events.add(
        new DeepEvent.Entered<>(
            path, entered.directory(), listing.links().size(), listing.size(), listing.damaged()));
    List<Link> links = listing.links().stream().sorted(BY_NAME).toList();
    for (Link link : links) {
      if (link.node() instanceof UnknownNode) {
        events.visit(below(path, link), link.node());
      }
    }
    List<Link> directories = new ArrayList<>();
    List<Link> files = new ArrayList<>();
    for (Link link : links) {
      if (link.node() instanceof KnownNode node && isNew(node.verifier())) {
        (node instanceof Directory ? directories : files).add(link);
      }
    }
    WalkPart.Division division = entered.span().divided(files.size(), directories.size());
    for (int i = 0; i < files.size(); i++) {
      part.reach(division.file(i).end());
      events.visit(below(path, files.get(i)), files.get(i).node());
    }
    for (int i = directories.size() - 1; i >= 0; i--) {
      if (directories.get(i).node() instanceof Directory node) {
        ahead.push(node, below(path, directories.get(i)), division.directory(i));
      }
    }
  }

  /** Literal files and directories are met each time. */
  private boolean isNew(Optional<VerifyCap> verifier) {
    return verifier.map(seen::add).orElse(true);
  }

  private static List<String> below(List<String> path, Link link) {
    return Stream.concat(path.stream(), Stream.of(link.name())).toList();
  }
}
