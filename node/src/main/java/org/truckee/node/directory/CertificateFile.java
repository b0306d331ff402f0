package org.truckee.node.directory;

import java.nio.file.Path;
import org.truckee.node.config.ConfigurationException;
import org.truckee.node.config.NodeException;
import org.truckee.wire.gridmanager.SignedCertificate;

/** A file with the certificate of a grid manager for this node ({@code spec/07 §13.3}). */
final class CertificateFile {
  private CertificateFile() {}

  static SignedCertificate read(Path file) throws NodeException {
    Object root =
        JsonFile.read(file)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "Grid Manager certificate file '%s' doesn't exist".formatted(file)));
    try {
      return SignedCertificate.of(root);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "Unknown key in Grid Manager certificate '%s': %s".formatted(file, e.getMessage()), e);
    }
  }
}
