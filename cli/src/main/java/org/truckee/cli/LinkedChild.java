package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.cli.gateway.NodeDescription;

/**
 * What a copy wants to know of a child that a directory of the grid has already.
 *
 * @param writeCap grants changing it, if the directory's does
 * @param readCap grants reading it; empty if it is unknown
 * @param mutable whether it can be changed by those who may
 * @param size bytes of a file, if known
 * @param linked when the link to it was changed last
 */
record LinkedChild(
    Kind kind,
    Optional<String> writeCap,
    String readCap,
    boolean mutable,
    OptionalLong size,
    Optional<Instant> linked) {
  /** What it is. */
  enum Kind {
    DIRECTORY,
    FILE,
    UNKNOWN
  }

  static LinkedChild of(NodeDescription node) {
    JsonNode properties = node.properties();
    JsonNode size = properties.path("size");
    return new LinkedChild(
        node.isDirectory() ? Kind.DIRECTORY : node.isFile() ? Kind.FILE : Kind.UNKNOWN,
        Optional.ofNullable(properties.path("rw_uri").textValue()),
        properties.path("ro_uri").asText(),
        properties.path("mutable").asBoolean(),
        size.isNumber() ? OptionalLong.of(size.asLong()) : OptionalLong.empty(),
        NodeDescription.linked(properties));
  }
}
