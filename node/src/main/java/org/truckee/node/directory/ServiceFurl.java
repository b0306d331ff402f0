package org.truckee.node.directory;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.truckee.crypto.TubId;
import org.truckee.foolscap.ConnectionHint;
import org.truckee.foolscap.Furl;
import org.truckee.node.config.NodeException;
import org.truckee.wire.Swissnum;

/** A file that keeps the name of a service ({@code spec/09 §2.2}). */
record ServiceFurl(Path file) {
  /**
   * The name: the secret part is kept, the hints are written anew.
   *
   * @throws NodeException if the file belongs to another certificate: others know the old one
   */
  Furl renewed(TubId tubId, List<String> hints, SecureRandom random) throws NodeException {
    Optional<String> text = NodeFile.read(file);
    Swissnum swissnum = text.isPresent() ? kept(text.get(), tubId) : Swissnum.random(random);
    Furl furl = Furl.of(tubId, hints.stream().map(ConnectionHint::new).toList(), swissnum.text());
    NodeFile.writePrivate(file, furl.text());
    return furl;
  }

  private Swissnum kept(String text, TubId tubId) throws NodeException {
    Furl old;
    Swissnum swissnum;
    try {
      old = Furl.parse(text);
      swissnum = new Swissnum(old.name());
    } catch (IllegalArgumentException e) {
      throw NodeDirectory.damaged(file, e);
    }
    if (!old.tubId().equals(Optional.of(tubId))) {
      throw new NodeException(
          ("'%s' was made for another private/node.pem: put that one back, or remove the FURL"
                  + " and tell all clients the new one")
              .formatted(file));
    }
    return swissnum;
  }
}
