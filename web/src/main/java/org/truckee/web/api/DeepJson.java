package org.truckee.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.KnownNode;
import org.truckee.grid.ShareLocation;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.deep.DeepStats;
import org.truckee.grid.deep.WalkFailure;

/** What walks meet, in JSON ({@code spec/08 §15.6, §16}). */
final class DeepJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private DeepJson() {}

  /** A node and where it was met. */
  static ObjectNode met(List<String> path, FilesystemNode node) {
    ObjectNode line = JSON.objectNode();
    line.set("path", path(path));
    line.put("cap", text(node.bestCap()));
    line.put("type", type(node));
    Optional<KnownNode> known =
        node instanceof KnownNode found ? Optional.of(found) : Optional.empty();
    line.put("verifycap", text(known.flatMap(KnownNode::verifier)));
    line.put("repaircap", text(known.flatMap(KnownNode::repairCap)));
    line.put(
        "storage-index", known.flatMap(KnownNode::storageIndex).map(Object::toString).orElse(""));
    return line;
  }

  private static String type(FilesystemNode node) {
    return switch (node) {
      case Directory _ -> "directory";
      case UnknownNode _ -> "unknown";
      case FilesystemNode _ -> "file";
    };
  }

  /** A cap as text; empty if there is none. */
  static String text(Optional<? extends Capability> cap) {
    return cap.map(Capability::text).orElse("");
  }

  /** The names of a path. */
  static ArrayNode path(List<String> names) {
    ArrayNode path = JSON.arrayNode();
    names.forEach(path::add);
    return path;
  }

  /** The statistics of a walk. */
  static ObjectNode stats(DeepStats stats) {
    ObjectNode json = JSON.objectNode();
    json.put("api-version", 1);
    json.put("count-immutable-files", stats.immutableFiles());
    json.put("count-mutable-files", stats.mutableFiles());
    json.put("count-literal-files", stats.literalFiles());
    json.put("count-files", stats.files());
    json.put("count-directories", stats.directories());
    json.put("count-unknown", stats.unknown());
    json.put("size-immutable-files", stats.immutableSize());
    json.put("size-literal-files", stats.literalSize());
    json.put("size-directories", stats.directorySize());
    json.put("largest-directory", stats.largestDirectory());
    json.put("largest-directory-children", stats.mostChildren());
    json.put("largest-immutable-file", stats.largestImmutableFile());
    ArrayNode histogram = json.putArray("size-files-histogram");
    for (DeepStats.Bucket bucket : stats.histogram()) {
      histogram.addArray().add(bucket.min()).add(bucket.max()).add(bucket.count());
    }
    return json;
  }

  /** Damaged shares: server, storage index, number. */
  static void corrupt(ArrayNode list, String index, Collection<ShareLocation> shares) {
    for (ShareLocation place : shares) {
      list.addArray().add(place.server().id().longName()).add(index).add(place.share().value());
    }
  }

  /** What could not be read or checked; absent if all could, as in the reference. */
  static void trouble(ObjectNode json, List<WalkFailure> trouble) {
    if (!trouble.isEmpty()) {
      ArrayNode list = json.putArray("list-unreadable");
      for (WalkFailure each : trouble) {
        list.addArray().add(path(each.path())).add(Failures.message(each.problem()));
      }
    }
  }
}
