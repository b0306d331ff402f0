package org.truckee.node;

import java.io.IOException;
import java.time.ZoneId;
import org.truckee.grid.Grid;
import org.truckee.node.config.NodeConfiguration;
import org.truckee.node.config.NodeException;
import org.truckee.node.config.SftpSettings;
import org.truckee.node.directory.NodeDirectory;
import org.truckee.sftp.Accounts;
import org.truckee.sftp.AccountsException;
import org.truckee.sftp.HostKey;
import org.truckee.sftp.SftpServer;

/** The SFTP server of a node. */
final class SftpService implements AutoCloseable {
  private final SftpServer server;

  private SftpService(SftpServer server) {
    this.server = server;
  }

  /**
   * Starts it.
   *
   * @throws NodeException if its key or its accounts cannot be used, or the port is taken
   */
  static SftpService start(
      NodeDirectory directory,
      NodeConfiguration configuration,
      SftpSettings settings,
      Grid grid,
      NodeResources resources)
      throws NodeException {
    try {
      return new SftpService(
          SftpServer.start(
              new SftpServer.Settings(
                  grid,
                  Accounts.read(settings.accounts()),
                  HostKey.read(settings.publicKey(), settings.privateKey()),
                  settings.door().address().orElse("0.0.0.0"),
                  settings.door().port(),
                  settings.door().backlog(),
                  directory.tempDirectory(configuration.tempDirectory()),
                  resources.memory().doorConnections().part(memory(resources)),
                  resources.clock(),
                  ZoneId.systemDefault(),
                  resources.random(),
                  SftpServer.Limits.DEFAULT)));
    } catch (AccountsException e) {
      throw new NodeException(e.getMessage(), e);
    } catch (IOException e) {
      throw new NodeException(
          ("the SFTP server cannot listen on port %d: %s. Is another program using the port? Stop"
                  + " it, or choose another with [sftpd]port in tahoe.cfg")
              .formatted(settings.door().port(), e.getMessage()),
          e);
    }
  }

  /** So that the web API keeps some. */
  private static long memory(NodeResources resources) {
    return resources.memory().doorConnections().bytes() / 4 * 3;
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
  }
}
