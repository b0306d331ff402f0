package org.truckee.node.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.truckee.foolscap.Furl;
import org.truckee.grid.EncodingParameters;
import org.truckee.node.config.NodeException;

/**
 * The settings of a node that is about to be created ({@code spec/09 §11}).
 *
 * @param kind whether it introduces others, or serves and uses storage
 * @param nickname what to call it; one line, may be empty
 * @param webPort {@code [node]web.port}; empty for no web server
 * @param place where it is reached
 * @param hidden whether nobody may see the network address of its machine
 * @param encoding how new files will be spread
 * @param storage whether it serves storage
 * @param storageDirectory {@code [storage]storage_dir}; the usual if absent
 * @param introducer the FURL of its introducer, a secret; it has none if absent
 * @param helper whether it uploads for others
 */
public record NewNode(
    NodeDirectory.Kind kind,
    String nickname,
    String webPort,
    NewPlace place,
    boolean hidden,
    EncodingParameters encoding,
    boolean storage,
    Optional<String> storageDirectory,
    Optional<String> introducer,
    boolean helper) {
  /** The file by which a directory is known as that of a client or server, written last. */
  public static final String MARK = "tahoe-client.tac";

  /** The file by which a directory is known as that of an introducer. */
  public static final String INTRODUCER_MARK = "tahoe-introducer.tac";

  private static final String TAC =
      """

      import sys
      print("This is the directory of a node, not a program. Run the node with")
      print("'truckee' or with a release of Tahoe-LAFS since 1.10.0.")
      sys.exit(1)
      """;

  /** A node with the usual numbers of shares, its own place for them, and no introducer. */
  public static NewNode of(
      NodeDirectory.Kind kind, String nickname, String webPort, NewPlace place, boolean storage) {
    return new NewNode(
        kind,
        nickname,
        webPort,
        place,
        false,
        EncodingParameters.DEFAULT,
        storage,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** A storage server on a fixed port of the loopback interface. */
  public static NewNode storageServer(String nickname, int port) {
    return of(NodeDirectory.Kind.CLIENT, nickname, "", placeOnLoopback(port), true);
  }

  /** A client without storage whose web API listens on a port of the loopback interface. */
  public static NewNode client(String nickname, int webPort, EncodingParameters encoding) {
    return of(NodeDirectory.Kind.CLIENT, nickname, onLoopback(webPort), NewPlace.NOWHERE, false)
        .with(draft -> draft.encoding = encoding);
  }

  /** An introducer on a fixed port of the loopback interface, without a web page. */
  public static NewNode introducer(int port) {
    return of(NodeDirectory.Kind.INTRODUCER, "", "", placeOnLoopback(port), false);
  }

  private static String onLoopback(int port) {
    return "tcp:%d:interface=127.0.0.1".formatted(port);
  }

  private static NewPlace placeOnLoopback(int port) {
    return NewPlace.of(onLoopback(port), "tcp:127.0.0.1:" + port);
  }

  /** What of a node can be said after its kind, its name and its place. */
  private static final class Draft {
    private final NewNode base;
    private boolean hidden;
    private EncodingParameters encoding;
    private Optional<String> storageDirectory;
    private Optional<String> introducer;
    private boolean helper;

    Draft(NewNode base) {
      this.base = base;
      hidden = base.hidden;
      encoding = base.encoding;
      storageDirectory = base.storageDirectory;
      introducer = base.introducer;
      helper = base.helper;
    }

    NewNode node() {
      return new NewNode(
          base.kind,
          base.nickname,
          base.webPort,
          base.place,
          hidden,
          encoding,
          base.storage,
          storageDirectory,
          introducer,
          helper);
    }
  }

  private NewNode with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.node();
  }

  /**
   * The same node with other numbers of shares.
   *
   * @param needed how many give a file back
   * @param happy on how many servers they must lie
   * @param total how many a file has
   * @throws NodeException if that makes no sense
   */
  public NewNode withShares(int needed, int happy, int total) throws NodeException {
    if (happy > total) {
      throw new NodeException(
          "%d shares can never lie on %d servers: have more of them, or be happy with less"
              .formatted(total, happy));
    }
    try {
      EncodingParameters chosen = EncodingParameters.of(needed, happy, total);
      return with(draft -> draft.encoding = chosen);
    } catch (IllegalArgumentException e) {
      throw new NodeException("the numbers of shares make no sense: " + e.getMessage(), e);
    }
  }

  /** The same node on a machine whose network address nobody may see. */
  public NewNode hiding() {
    return with(draft -> draft.hidden = true);
  }

  /** The same node with another place for shares. */
  public NewNode withStorageDirectory(String folder) {
    return with(draft -> draft.storageDirectory = Optional.of(folder));
  }

  /** The same node, uploading for others, too. */
  public NewNode withHelper() {
    return with(draft -> draft.helper = true);
  }

  /**
   * The same node with an introducer.
   *
   * @throws NodeException if that is no FURL
   */
  public NewNode introducedBy(String furl) throws NodeException {
    try {
      Furl.parse(furl);
    } catch (IllegalArgumentException e) {
      throw new NodeException("the introducer cannot be used: " + e.getMessage(), e);
    }
    return with(draft -> draft.introducer = Optional.of(furl.strip()));
  }

  /**
   * Makes the directory, which must be missing or empty; everything else follows when the node
   * first starts.
   *
   * @throws NodeException if there is something in it already, or it cannot be written
   */
  public void create(Path directory) throws NodeException {
    if (isTaken(directory)) {
      throw new NodeException(
          "The base directory '%s' is not empty: use a different directory, or empty this one"
              .formatted(directory));
    }
    complete(directory);
  }

  /**
   * Whether there is something in a directory already.
   *
   * @throws NodeException if it is no directory, or cannot be read
   */
  public static boolean isTaken(Path directory) throws NodeException {
    return Files.exists(directory) && !isEmptyDirectory(directory);
  }

  /**
   * Creates a node in a directory in which an earlier attempt may have left something.
   *
   * @throws NodeException if it cannot be written
   */
  public void complete(Path directory) throws NodeException {
    NodeFile.folder(directory, "rwxr-xr-x");
    NodeFile.folder(directory.resolve("private"), "rwx------");
    for (Map.Entry<String, String> key : place.keys().entrySet()) {
      NodeFile.writeKey(directory.resolve("private").resolve(key.getKey()), key.getValue());
    }
    NodeFile.writeText(directory.resolve("tahoe.cfg"), configuration());
    if (introducer.isPresent()) {
      NodeFile.writePrivate(
          directory.resolve("private").resolve(Introducers.FILE),
          Introducers.write(introducer.get()).stripTrailing());
    }
    NodeFile.writeText(
        directory.resolve(kind == NodeDirectory.Kind.CLIENT ? MARK : INTRODUCER_MARK), TAC);
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
    return kind == NodeDirectory.Kind.INTRODUCER ? general() : general() + ofClient();
  }

  private String general() {
    return """
    # -*- mode: conf; coding: utf-8 -*-

    # The configuration of this node, read when it starts. Truckee's operator guide
    # says what can stand here. Options of Truckee's own go to truckee.cfg beside
    # this file, as Tahoe-LAFS accepts no others here than its own.


    %s[node]
    nickname = %s
    reveal-IP-address = %b
    web.port = %s
    web.static = public_html
    tub.port = %s
    tub.location = %s

    #log_gatherer.furl =
    #timeout.keepalive =
    #timeout.disconnect =

    """
            .formatted(
                hidden ? "[connections]\ntcp = tor\n\n" : "",
                escaped(nickname),
                !hidden,
                escaped(webPort),
                escaped(place.port()),
                escaped(place.location()))
        + networks();
  }

  private String networks() {
    StringBuilder text = new StringBuilder();
    place
        .sections()
        .forEach(
            (section, options) -> {
              text.append("[%s]\n".formatted(section));
              options.forEach(
                  (option, value) -> text.append("%s = %s\n".formatted(option, escaped(value))));
              text.append('\n');
            });
    return text.toString();
  }

  private String ofClient() {
    return """
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
    reserved_space = 1G
    %s
    #expire.enabled =
    #expire.mode =

    [helper]
    # Whether this node uploads for others.
    enabled = %b
    """
        .formatted(
            encoding.needed(),
            encoding.happy(),
            encoding.total(),
            storage,
            storageDirectory
                .map(place -> "storage_dir = " + escaped(place))
                .orElse("#storage_dir ="),
            helper);
  }

  private static String escaped(String value) {
    return value.replace("%", "%%");
  }
}
