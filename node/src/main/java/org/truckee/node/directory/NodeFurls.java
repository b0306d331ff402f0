package org.truckee.node.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.Furl;
import org.truckee.node.config.NodeException;

/**
 * The names of what a node serves over Foolscap, in files of their own ({@code spec/09 §6}).
 * Whoever knows one can use the service: the secret part is kept for as long as the node lives.
 */
public final class NodeFurls {
  static final String STORAGE_FURL = "storage.furl";
  static final String INTRODUCER_FURL = "introducer.furl";
  static final String HELPER_FURL = "helper.furl";
  private static final String CONTROL_FURL = "control.furl";
  private static final String LOG_FURL = "logport.furl";

  private final Path path;
  private final Path secrets;
  private final SecureRandom random;

  NodeFurls(Path path, Path secrets, SecureRandom random) {
    this.path = path;
    this.secrets = secrets;
    this.random = random;
  }

  /**
   * The name of the storage service, {@code private/storage.furl}: the secret part is kept, the
   * hints are written anew.
   *
   * @throws NodeException if the file belongs to another certificate: clients know the old one
   */
  public Furl storage(TubId tubId, List<String> hints) throws NodeException {
    return furl(STORAGE_FURL, tubId, hints);
  }

  /**
   * The name of the upload helper, {@code private/helper.furl}, renewed like that of the storage.
   *
   * @throws NodeException if the file belongs to another certificate: clients know the old one
   */
  public Furl helper(TubId tubId, List<String> hints) throws NodeException {
    return furl(HELPER_FURL, tubId, hints);
  }

  /**
   * Writes down where the control port is, {@code private/control.furl}. It has another name at
   * each start.
   */
  public void writeControl(Furl furl) throws NodeException {
    NodeFile.writePrivate(secrets.resolve(CONTROL_FURL), furl.text());
  }

  /**
   * Removes {@code private/logport.furl}, in which another program may have left where its log was:
   * nobody can listen to that of this one at a place of its own.
   */
  public void forgetLogPort() throws NodeException {
    Path file = secrets.resolve(LOG_FURL);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be removed: %s".formatted(file, NodeFile.reason(e)), e);
    }
  }

  /**
   * The name of the introducer's service, {@code private/introducer.furl}. Very old nodes had the
   * file elsewhere; it is moved.
   *
   * @throws NodeException if the file belongs to another certificate, or exists in both places
   */
  public Furl introducer(TubId tubId, List<String> hints) throws NodeException {
    Path old = path.resolve(INTRODUCER_FURL);
    Path now = secrets.resolve(INTRODUCER_FURL);
    if (Files.exists(old)) {
      if (Files.exists(now)) {
        throw new NodeException(
            "'%s' and '%s' both exist: remove the one that clients do not know"
                .formatted(old, now));
      }
      try {
        Files.move(old, now);
      } catch (IOException e) {
        throw new NodeException(
            "'%s' cannot be moved to '%s': %s".formatted(old, now, NodeFile.reason(e)), e);
      }
    }
    return furl(INTRODUCER_FURL, tubId, hints);
  }

  private Furl furl(String name, TubId tubId, List<String> hints) throws NodeException {
    return new ServiceFurl(secrets.resolve(name)).renewed(tubId, hints, random);
  }

  /** The FURL of what a storage plugin serves ({@code private/storage-plugin.NAME.furl}). */
  public Furl plugin(String name, TubId tubId, List<String> hints) throws NodeException {
    if (!name.matches("[A-Za-z0-9._-]{1,200}")) {
      throw new NodeException("'%s' cannot be the name of a storage plugin".formatted(name));
    }
    return new ServiceFurl(secrets.resolve("storage-plugin.%s.furl".formatted(name)))
        .renewed(tubId, hints, random);
  }
}
