package org.truckee.node.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.config.NodeException;

/**
 * The settings of a node that is about to be created ({@code spec/09 §11}).
 *
 * @param nickname what to call it; one line, may be empty
 * @param webPort {@code [node]web.port}; empty for no web server
 * @param tubPort {@code [node]tub.port}, or {@code disabled}
 * @param tubLocation {@code [node]tub.location}, or {@code disabled}
 * @param encoding how new files will be spread
 * @param storage whether it serves storage
 * @param reservedSpace {@code [storage]reserved_space}
 */
public record NewNode(
    String nickname,
    String webPort,
    String tubPort,
    String tubLocation,
    EncodingParameters encoding,
    boolean storage,
    String reservedSpace) {
  /** The file by which a directory is known as that of a node, written last. */
  public static final String MARK = "tahoe-client.tac";

  private static final String TAC =
      """

      import sys
      print("This is the directory of a node, not a program. Run the node with")
      print("'truckee' or with a release of Tahoe-LAFS since 1.10.0.")
      sys.exit(1)
      """;

  /** A storage server on a fixed port of the loopback interface. */
  public static NewNode storageServer(String nickname, int port) {
    return new NewNode(
        nickname,
        "",
        "tcp:%d:interface=127.0.0.1".formatted(port),
        "tcp:127.0.0.1:" + port,
        EncodingParameters.DEFAULT,
        true,
        "1G");
  }

  /** A client without storage whose web API listens on a port of the loopback interface. */
  public static NewNode client(String nickname, int webPort, EncodingParameters encoding) {
    return new NewNode(
        nickname,
        "tcp:%d:interface=127.0.0.1".formatted(webPort),
        "disabled",
        "disabled",
        encoding,
        false,
        "1G");
  }

  /**
   * Makes the directory, which must be missing or empty; everything else follows when the node
   * first starts.
   *
   * @throws NodeException if there is something in it already, or it cannot be written
   */
  public void create(Path directory) throws NodeException {
    if (Files.exists(directory) && !isEmptyDirectory(directory)) {
      throw new NodeException(
          "The base directory '%s' is not empty: use a different directory, or empty this one"
              .formatted(directory));
    }
    complete(directory);
  }

  /**
   * Creates a node in a directory in which an earlier attempt may have left something.
   *
   * @throws NodeException if it cannot be written
   */
  public void complete(Path directory) throws NodeException {
    NodeFile.folder(directory, "rwxr-xr-x");
    NodeFile.folder(directory.resolve("private"), "rwx------");
    NodeFile.writeText(directory.resolve("tahoe.cfg"), configuration());
    NodeFile.writeText(directory.resolve(MARK), TAC);
  }

  private static boolean isEmptyDirectory(Path directory) throws NodeException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new NodeException(
          "'%s' cannot be read as a directory: %s".formatted(directory, NodeFile.reason(e)), e);
    }
  }

  /** The text of {@code tahoe.cfg}. */
  String configuration() {
    return """
    # -*- mode: conf; coding: utf-8 -*-

    # The configuration of this node, read when it starts. Truckee's operator guide
    # says what can stand here. Options of Truckee's own go to truckee.cfg beside
    # this file, as Tahoe-LAFS accepts no others here than its own.


    [node]
    nickname = %s
    reveal-IP-address = true
    web.port = %s
    web.static = public_html
    tub.port = %s
    tub.location = %s

    #log_gatherer.furl =
    #timeout.keepalive =
    #timeout.disconnect =

    [client]
    helper.furl =

    # How new files are spread: any shares.needed of shares.total shares give a file
    # back, and an upload counts when they lie on shares.happy servers. Every
    # capability keeps its own numbers, so a change harms no old file.
    shares.needed = %d
    shares.happy = %d
    shares.total = %d

    [storage]
    # Whether this node keeps shares for others.
    enabled = %b
    #readonly =
    reserved_space = %s
    #storage_dir =
    #expire.enabled =
    #expire.mode =

    [helper]
    # Whether this node uploads for others.
    enabled = false
    """
        .formatted(
            nickname.replace("%", "%%"),
            webPort,
            tubPort,
            tubLocation,
            encoding.needed(),
            encoding.happy(),
            encoding.total(),
            storage,
            reservedSpace);
  }
}
