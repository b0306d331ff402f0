package org.truckee.firstgen.drive;

import java.io.IOException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.truckee.firstgen.download.Downloader;
import org.truckee.firstgen.upload.Uploadable;
import org.truckee.firstgen.upload.Uploader;
import org.truckee.firstgen.uri.DirectoryUri;
import org.truckee.firstgen.uri.FileUri;
import org.truckee.firstgen.uri.OldUri;

/**
 * Makes nodes of URIs. Nobody is connected with for that: a server that is dead is an error of what
 * is done with its directories, and not before.
 */
public final class NodeMaker {
  private final DirectoryServers servers;
  private final Downloader downloader;
  private final Optional<Uploader> uploader;
  private final RandomGenerator random;

  /**
   * A maker of nodes.
   *
   * @param servers of directories
   * @param downloader reads files
   * @param uploader adds files; empty where everything is only read
   * @param random makes keys; has to be a secure generator outside tests
   */
  public NodeMaker(
      DirectoryServers servers,
      Downloader downloader,
      Optional<Uploader> uploader,
      RandomGenerator random) {
    this.servers = servers;
    this.downloader = downloader;
    this.uploader = uploader;
    this.random = random;
  }

  /** The node with that URI. */
  public DriveNode node(OldUri uri) {
    return switch (uri) {
      case FileUri file -> new FileNode(file, downloader);
      case DirectoryUri directory -> directory(directory);
    };
  }

  /** The directory with that URI. */
  public DirectoryNode directory(DirectoryUri uri) {
    return new DirectoryNode(uri, this);
  }

  DirectoryServer server(DirectoryUri uri) throws DriveException, InterruptedException {
    return servers.at(uri.furl());
  }

  RandomGenerator random() {
    return random;
  }

  FileUri upload(Uploadable file) throws IOException, InterruptedException {
    return uploader
        .orElseThrow(() -> new DriveException("nothing can be uploaded from here"))
        .upload(file);
  }
}
