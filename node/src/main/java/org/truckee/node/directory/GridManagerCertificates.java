package org.truckee.node.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.truckee.node.config.ConfigurationEdit;
import org.truckee.node.config.NodeException;
import org.truckee.node.files.Manner;
import org.truckee.node.files.ReplacedFile;
import org.truckee.wire.gridmanager.SignedCertificate;

/** The certificates of grid managers that a storage server shows ({@code spec/09 §10.3}). */
public final class GridManagerCertificates {
  private static final String SECTION = "grid_manager_certificates";

  private GridManagerCertificates() {}

  /**
   * Checks a certificate.
   *
   * @throws NodeException if it is none; the message says why
   */
  public static void check(String json) throws NodeException {
    parse(json);
  }

  private static SignedCertificate parse(String json) throws NodeException {
    try {
      return SignedCertificate.of(JsonFile.parse("the certificate", json));
    } catch (IllegalArgumentException e) {
      throw new NodeException(e.getMessage(), e);
    }
  }

  /**
   * Has the storage server of a node show a certificate when it is started the next time.
   *
   * @param name what to call it
   * @return how many it has then
   * @throws NodeException if there is one of that name, or something cannot be written
   */
  public static int add(Path node, String name, String json) throws NodeException {
    SignedCertificate certificate = parse(json);
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._ -]*")) {
      throw new NodeException(
          "'%s' cannot be the name of a certificate: use letters, digits, dots and dashes"
              .formatted(name));
    }
    Path file = node.resolve(name + ".cert");
    if (Files.exists(file)) {
      throw new NodeException(
          "Already have certificate for '%s' (at %s)".formatted(name, file.toAbsolutePath()));
    }
    ConfigurationEdit edit =
        ConfigurationEdit.of(node.resolve("tahoe.cfg"))
            .set("storage", "grid_management", "True")
            .set(SECTION, name, file.getFileName().toString());
    List<String> names = edit.options(SECTION);
    try {
      ReplacedFile.write(
          file, (certificate.json() + "\n").getBytes(StandardCharsets.UTF_8), Manner.NODE);
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be written: %s".formatted(file, NodeFile.reason(e)), e);
    }
    edit.save();
    return names.size();
  }
}
