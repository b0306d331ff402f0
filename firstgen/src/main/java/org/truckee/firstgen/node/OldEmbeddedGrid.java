package org.truckee.firstgen.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole grid of 2007 in one process: an introducer with its directory server, and clients that
 * keep shares, the first of which has a web server. Each has a base directory of its own.
 */
public final class OldEmbeddedGrid implements AutoCloseable {
  private final List<OldNode> nodes = new ArrayList<>();
  private final List<OldClientNode> clients = new ArrayList<>();

  private OldEmbeddedGrid() {}

  /**
   * Starts a grid; base directories that are missing are made.
   *
   * @param folder where they are: {@code introducer}, {@code client-0} and so on
   * @param count how many clients
   * @param webPort of the first client
   * @throws IOException if something in a base directory cannot be used
   */
  public static OldEmbeddedGrid start(Path folder, int count, int webPort, OldNodeOptions options)
      throws IOException {
    OldEmbeddedGrid grid = new OldEmbeddedGrid();
    try {
      Path introducer = folder.resolve("introducer");
      Files.createDirectories(introducer.resolve("vdrive"));
      OldIntroducerNode first = OldIntroducerNode.start(new OldBase(introducer), options);
      grid.nodes.add(first);
      for (int i = 0; i < count; i++) {
        OldBase base = new OldBase(Files.createDirectories(folder.resolve("client-" + i)));
        base.write("introducer.furl", first.introducer().text());
        base.write("vdrive.furl", first.vdrive().text());
        base.write("push_to_ourselves", "");
        if (i == 0) {
          base.write("webport", "tcp:%d:interface=127.0.0.1".formatted(webPort));
        }
        OldClientNode client = OldClientNode.start(base, options);
        grid.nodes.add(client);
        grid.clients.add(client);
      }
      return grid;
    } catch (IOException | RuntimeException e) {
      grid.close();
      throw e;
    }
  }

  /** The clients. */
  public List<OldClientNode> clients() {
    return List.copyOf(clients);
  }

  @Override
  public void close() {
    nodes.reversed().forEach(OldNode::close);
  }
}
