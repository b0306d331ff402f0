package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.JsonTree;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.AtOnce;
import org.truckee.cli.gateway.Gateway;

/**
 * A directory of the grid as the target of a copy. Directories that are missing are made from the
 * bottom up, each with those below it as its children; files are uploaded without a name, and those
 * of one directory linked together: so a directory is written once or twice, whatever there is in
 * it.
 */
final class GridTarget implements CopyTarget {
  private static final String MKDIR = "Error during mkdir";
  private static final String POST = "Error during POST";
  private static final String PUT = "Error during PUT";

  /** So many files are linked at a time: a copy that is cut off leaves no more of them unlinked. */
  private static final int LINKED_TOGETHER = 2000;

  /** And so long none waits for its link, if there are others. */
  private static final long LINKED_AFTER = TimeUnit.SECONDS.toNanos(30);

  private final Gateway gateway;
  private final Place top;
  private final Map<PlannedFolder, Place> places = new ConcurrentHashMap<>();

  /**
   * A directory that is there, or has been made.
   *
   * @param cap grants changing it
   * @param children without those that were linked since
   */
  private record Place(
      String cap,
      Map<String, LinkedChild> children,
      Map<String, String> unlinked,
      AtomicLong lastLinked) {
    Place(String cap, Map<String, LinkedChild> children) {
      this(cap, children, new LinkedHashMap<>(), new AtomicLong(System.nanoTime()));
    }

    /** Those that are to be linked now, if it is time to. */
    synchronized Map<String, String> due() {
      boolean late = System.nanoTime() - lastLinked.get() > LINKED_AFTER;
      return unlinked.size() >= LINKED_TOGETHER || late ? rest() : Map.of();
    }

    /** All that are to be linked. */
    synchronized Map<String, String> rest() {
      Map<String, String> caps = Map.copyOf(unlinked);
      unlinked.clear();
      lastLinked.set(System.nanoTime());
      return caps;
    }

    synchronized void stored(String name, String file) {
      unlinked.put(name, file);
    }
  }

  /**
   * A directory that is there.
   *
   * @throws CommandException if it cannot be changed
   */
  GridTarget(Gateway gateway, ListedFolder directory) throws CommandException {
    this.gateway = gateway;
    this.top = place(directory, "the target");
  }

  private GridTarget(Gateway gateway, Place top) {
    this.gateway = gateway;
    this.top = top;
  }

  /** A directory that is made, with those that are missing on the way to it. */
  static GridTarget made(Gateway gateway, String path) throws CommandException {
    try (Answer answer = gateway.post(path + "?t=mkdir", MKDIR)) {
      String cap = text(answer, MKDIR);
      return new GridTarget(gateway, new Place(cap, Map.of()));
    }
  }

  private static Place place(ListedFolder directory, String shown) throws CommandException {
    String cap = changeable(LinkedChild.of(directory.node()), shown);
    return new Place(cap, directory.children());
  }

  private static String changeable(LinkedChild directory, String shown) throws CommandException {
    return directory
        .writeCap()
        .orElseThrow(
            () ->
                new CommandException(
                    "error: the capability of '%s' does not grant changes".formatted(shown)));
  }

  @Override
  public String name(String name) {
    return CopyPlan.gridName(name);
  }

  @Override
  public void makeFolders(PlannedFolder root, int most, CopyReport report)
      throws CommandException, InterruptedException {
    places.put(root, top);
    List<PlannedFolder> level = List.of(root);
    List<PlannedFolder> there = new ArrayList<>();
    while (!level.isEmpty()) {
      there.addAll(level);
      level = findBelow(level, most);
    }
    make(there, most);
  }

  /** The directories of the grid that are in these already, and get something. */
  private List<PlannedFolder> findBelow(List<PlannedFolder> level, int most)
      throws CommandException, InterruptedException {
    List<PlannedFolder> next = new ArrayList<>();
    Map<PlannedFolder, String> caps = new LinkedHashMap<>();
    for (PlannedFolder folder : level) {
      Map<String, LinkedChild> children = places.get(folder).children();
      for (Map.Entry<String, PlannedFolder> below : folder.folders().entrySet()) {
        if (children.containsKey(below.getKey())) {
          next.add(below.getValue());
          caps.put(below.getValue(), directoryCap(children.get(below.getKey()), below.getValue()));
        }
      }
    }
    AtOnce.forEach(next, most, folder -> places.put(folder, read(caps.get(folder), folder)));
    return next;
  }

  private static String directoryCap(LinkedChild child, PlannedFolder folder)
      throws CommandException {
    if (child.kind() != LinkedChild.Kind.DIRECTORY) {
      throw new CommandException(
          "error: cannot make the directory '%s': a file is in the way".formatted(folder.shown()));
    }
    return changeable(child, folder.shown());
  }

  private Place read(String cap, PlannedFolder folder) throws CommandException {
    String prefix = "Error during GET";
    try (Answer answer = gateway.get(path(cap) + "?t=json", prefix)) {
      if (!answer.isSuccess()) {
        throw answer.failure(prefix);
      }
      return place(ListedFolder.read(answer, prefix), folder.shown());
    }
  }

  /** Makes those that are missing, the deepest first. */
  private void make(List<PlannedFolder> there, int most)
      throws CommandException, InterruptedException {
    List<List<PlannedFolder>> missing = new ArrayList<>();
    missing.add(missingBelow(there));
    while (!missing.getLast().isEmpty()) {
      missing.add(missingBelow(missing.getLast()));
    }
    for (List<PlannedFolder> level : missing.reversed()) {
      AtOnce.forEach(level, most, this::make);
    }
    AtOnce.forEach(there, most, this::linkFolders);
  }

  private List<PlannedFolder> missingBelow(List<PlannedFolder> folders) {
    return folders.stream()
        .flatMap(folder -> folder.folders().values().stream())
        .filter(folder -> !places.containsKey(folder))
        .toList();
  }

  private void make(PlannedFolder folder) throws CommandException {
    ObjectNode children = JsonNodeFactory.instance.objectNode();
    folder.folders().forEach((name, below) -> children.set(name, directory(below)));
    byte[] body = JsonTree.text(children).getBytes(StandardCharsets.UTF_8);
    try (Answer answer = gateway.post("uri?t=mkdir-with-children", body, MKDIR)) {
      places.put(folder, new Place(text(answer, MKDIR), Map.of()));
    }
  }

  /** A new directory takes what is said of its links as it is, so that the times are in it, too. */
  private JsonNode directory(PlannedFolder folder) {
    var child = child("dirnode", places.get(folder).cap());
    Instant instant = Instant.now();
    double now = instant.getEpochSecond() + instant.getNano() / 1e9;
    ((ObjectNode) child.get(1))
        .putObject("metadata")
        .putObject("tahoe")
        .put("linkcrtime", now)
        .put("linkmotime", now);
    return child;
  }

  private static JsonNode child(String kind, String cap) {
    ObjectNode properties = JsonNodeFactory.instance.objectNode().put("rw_uri", cap);
    return JsonNodeFactory.instance.arrayNode().add(kind).add(properties);
  }

  private void linkFolders(PlannedFolder folder) throws CommandException {
    Place place = places.get(folder);
    ObjectNode children = JsonNodeFactory.instance.objectNode();
    folder
        .folders()
        .forEach(
            (name, below) -> {
              if (!place.children().containsKey(name)) {
                children.set(name, child("dirnode", places.get(below).cap()));
              }
            });
    link(place, children);
  }

  @Override
  public void copy(
      PlannedFolder folder, String name, CopySource.File file, Gateway.BytesMoved progress)
      throws CommandException {
    Place place = places.get(folder);
    Optional<LinkedChild> there = Optional.ofNullable(place.children().get(name));
    if (there.filter(child -> child.kind() == LinkedChild.Kind.DIRECTORY).isPresent()) {
      throw new CommandException(
          "error: cannot write '%s': a directory is in the way".formatted(folder.shown(name)));
    }
    if (there.isPresent() && there.get().mutable()) {
      put(path(there.get().writeCap().orElse(there.get().readCap())), file, progress);
      return;
    }
    String cap = put("uri", file, progress);
    place.stored(name, cap);
    linkFiles(place, place.due());
  }

  @Override
  public boolean has(PlannedFolder folder, String name, CopySource.File file) {
    LinkedChild child = places.get(folder).children().get(name);
    return child != null
        && child.kind() == LinkedChild.Kind.FILE
        && file.size().isPresent()
        && file.size().equals(child.size())
        && file.changed().isPresent()
        && child.linked().isPresent()
        && !file.changed().get().isAfter(child.linked().get());
  }

  /** Stores the contents of a file somewhere, and gives what the node answers. */
  static String put(Gateway gateway, String path, CopySource.File file, Gateway.BytesMoved progress)
      throws CommandException {
    try (CopySource.Contents contents = file.open();
        Answer answer = gateway.put(path, contents.stream(), contents.length(), progress, PUT)) {
      if (!answer.isSuccess()) {
        throw gateway.uploadFailure(answer, PUT);
      }
      return answer.text(PUT).strip();
    }
  }

  private String put(String path, CopySource.File file, Gateway.BytesMoved progress)
      throws CommandException {
    return put(gateway, path, file, progress);
  }

  @Override
  public void finish(PlannedFolder folder) throws CommandException {
    Place place = places.get(folder);
    linkFiles(place, place.rest());
  }

  private void linkFiles(Place place, Map<String, String> caps) throws CommandException {
    ObjectNode children = JsonNodeFactory.instance.objectNode();
    caps.forEach((name, cap) -> children.set(name, child("filenode", cap)));
    link(place, children);
  }

  private void link(Place place, ObjectNode children) throws CommandException {
    if (children.isEmpty()) {
      return;
    }
    byte[] body = JsonTree.text(children).getBytes(StandardCharsets.UTF_8);
    try (Answer answer = gateway.post(path(place.cap()) + "?t=set_children", body, POST)) {
      text(answer, POST);
    }
  }

  private static String path(String cap) {
    return "uri/" + Gateway.escape(cap);
  }

  private static String text(Answer answer, String prefix) throws CommandException {
    if (!answer.isSuccess()) {
      throw answer.failure(prefix);
    }
    return answer.text(prefix).strip();
  }
}
