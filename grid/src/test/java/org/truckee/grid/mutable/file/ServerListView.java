package org.truckee.grid.mutable.file;

import java.util.List;
import org.truckee.grid.GridServer;
import org.truckee.grid.Servers;
import org.truckee.grid.simulation.FaultyServer;
import org.truckee.grid.simulation.TestGrid;

/** The servers that one client is connected to, which can change while it works. */
final class ServerListView implements Servers {
  private final TestGrid grid;
  private volatile List<GridServer> connected;

  ServerListView(TestGrid grid, List<FaultyServer> servers) {
    this.grid = grid;
    connect(servers);
  }

  void connect(List<FaultyServer> servers) {
    connected = servers.stream().map(grid::member).toList();
  }

  @Override
  public List<GridServer> connected() {
    return connected;
  }
}
