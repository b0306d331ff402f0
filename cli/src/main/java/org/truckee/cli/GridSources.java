package org.truckee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.truckee.cli.command.CommandException;
import org.truckee.cli.command.Quoting;
import org.truckee.cli.gateway.Aliases;
import org.truckee.cli.gateway.Answer;
import org.truckee.cli.gateway.Gateway;
import org.truckee.cli.gateway.NodeDescription;
import org.truckee.cli.gateway.RemoteName;

/** Files and directories of the grid, as they are copied. */
final class GridSources {
  private static final String READING = "Error during GET";

  private final Gateway gateway;
  private final Aliases aliases;
  private final boolean capsOnly;

  /**
   * Those that a node can reach.
   *
   * @param capsOnly whether not the contents of files are copied but their read caps
   */
  GridSources(Gateway gateway, Aliases aliases, boolean capsOnly) {
    this.gateway = gateway;
    this.aliases = aliases;
    this.capsOnly = capsOnly;
  }

  /**
   * What an argument names.
   *
   * @throws CommandException if there is nothing, or nothing that can be copied
   */
  CopySource find(String argument) throws CommandException {
    String place = aliases.expand(argument);
    String path = RemoteName.path(place);
    String prefix = "Error examining source '%s'".formatted(argument);
    NodeDescription node;
    try (Answer answer = gateway.get(RemoteName.withoutSlash(path) + "?t=json", prefix)) {
      if (answer.status() == 404) {
        throw new CommandException("No such file or directory '%s'".formatted(argument));
      }
      if (answer.status() != 200) {
        throw answer.failure(prefix);
      }
      node = NodeDescription.read(answer, prefix);
    }
    String name = RemoteName.isBelow(place) ? RemoteName.lastName(place) : "";
    CopySource source = source(name, name.isEmpty() ? "the source" : name, node);
    if (source instanceof CopySource.File && path.endsWith("/")) {
      throw CpCommand.notDirectory(argument);
    }
    return source;
  }

  private CopySource source(String name, String shown, NodeDescription node) {
    JsonNode properties = node.properties();
    String readCap = properties.path("ro_uri").asText();
    String cap = properties.path("rw_uri").asText(readCap);
    if (node.isDirectory()) {
      return new GridFolder(name, shown, readCap);
    }
    if (!node.isFile()) {
      return new CopySource.Refused(
          name,
          Quoting.visible(shown),
          "Cannot copy unknown nodes: it is of a kind that only a later program knows");
    }
    return capsOnly
        ? new Cap(name, shown, readCap)
        : new GridData(name, shown, cap.isEmpty() ? readCap : cap, properties);
  }

  private final class GridData implements CopySource.File {
    private final String name;
    private final String shown;
    private final String cap;
    private final long size;
    private final Optional<Instant> linked;

    GridData(String name, String shown, String cap, JsonNode properties) {
      this.name = name;
      this.shown = shown;
      this.cap = cap;
      this.size = properties.path("size").asLong(-1);
      this.linked = NodeDescription.linked(properties);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String shown() {
      return Quoting.visible(shown);
    }

    @Override
    public OptionalLong size() {
      return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    @Override
    public Optional<Instant> changed() {
      return linked;
    }

    @Override
    public Contents open() throws CommandException {
      Answer answer = gateway.get("uri/" + Gateway.escape(cap), READING);
      if (!answer.isSuccess()) {
        try (answer) {
          throw answer.failure(READING);
        }
      }
      return new Contents(answer.body(), answer.length(), answer);
    }
  }

  private record Cap(String name, String path, String cap) implements CopySource.File {
    private byte[] bytes() {
      return cap.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String shown() {
      return Quoting.visible(path);
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(bytes().length);
    }

    @Override
    public Optional<Instant> changed() {
      return Optional.empty();
    }

    @Override
    public Contents open() {
      return new Contents(new ByteArrayInputStream(bytes()), bytes().length, () -> {});
    }

    /** Reveals nothing. */
    @Override
    public String toString() {
      return shown();
    }
  }

  private final class GridFolder implements CopySource.Folder {
    private final String name;
    private final String shown;
    private final String cap;

    GridFolder(String name, String shown, String cap) {
      this.name = name;
      this.shown = shown;
      this.cap = cap;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String shown() {
      return Quoting.visible(shown);
    }

    @Override
    public Object identity() {
      return cap;
    }

    @Override
    public List<CopySource> list() throws CommandException {
      List<CopySource> children = new ArrayList<>();
      try (Answer answer = gateway.get("uri/" + Gateway.escape(cap) + "?t=json", READING)) {
        if (answer.status() != 200) {
          throw new CommandException(
              "error: cannot read '%s': %s"
                  .formatted(shown(), answer.failure(READING).getMessage()));
        }
        NodeDescription.read(
            answer,
            READING,
            (child, node) ->
                children.add(source(child, name.isEmpty() ? child : shown + "/" + child, node)));
      }
      return children;
    }
  }
}
