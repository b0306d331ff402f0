package org.truckee.node.gridmanager;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.truckee.crypto.Ed25519PublicKey;
import org.truckee.node.config.NodeException;
import org.truckee.node.directory.JsonFile;
import org.truckee.node.files.Manner;
import org.truckee.node.files.ReplacedFile;
import org.truckee.wire.gridmanager.ServerCertificate;
import org.truckee.wire.gridmanager.SignedCertificate;

/**
 * Where a grid manager is kept ({@code spec/09 §10.1}): a directory with {@code config.json} and
 * the certificates, or nowhere but in a text.
 */
public final class GridManagerStore {
  private static final String CONFIG = "config.json";
  private static final int MAX_CERTIFICATES = 100_000;

  private final Optional<Path> directory;
  private final GridManager manager;

  private GridManagerStore(Optional<Path> directory, GridManager manager) {
    this.directory = directory;
    this.manager = manager;
  }

  /**
   * Makes the directory of a new grid manager.
   *
   * @throws NodeException if it is there already, or cannot be made
   */
  public static void create(Path directory, GridManager manager) throws NodeException {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new NodeException("Can't create '%s': %s".formatted(directory, reason(e)), e);
    }
    new GridManagerStore(Optional.of(directory), manager).save(manager);
  }

  /**
   * The one in a directory.
   *
   * @throws NodeException if there is none that can be read
   */
  public static GridManagerStore open(Path directory) throws NodeException {
    Path file = directory.resolve(CONFIG);
    try {
      return new GridManagerStore(
          Optional.of(directory), parse(file.toString(), Files.readString(file)));
    } catch (NodeException e) {
      throw new NodeException(
          "Error loading Grid Manager from '%s': %s".formatted(directory, e.getMessage()), e);
    } catch (IOException e) {
      throw new NodeException(
          ("'%s' cannot be read: %s. Is that the directory of a grid manager? 'create' makes one")
              .formatted(file, reason(e)),
          e);
    }
  }

  /**
   * The one that a text describes, with no place for certificates.
   *
   * @throws NodeException if there is none
   */
  public static GridManagerStore ofText(String json) throws NodeException {
    try {
      return new GridManagerStore(Optional.empty(), parse("standard input", json));
    } catch (NodeException e) {
      throw new NodeException("Error loading Grid Manager from '-': " + e.getMessage(), e);
    }
  }

  private static GridManager parse(String name, String json) throws NodeException {
    return GridManager.of(JsonFile.parse(name, json));
  }

  private static String reason(IOException e) {
    return switch (e) {
      case FileAlreadyExistsException _ -> "File exists";
      case NoSuchFileException _ -> "No such file or directory";
      case AccessDeniedException _ -> "Permission denied";
      default -> e.getMessage();
    };
  }

  /** Who it is. */
  public GridManager manager() {
    return manager;
  }

  /**
   * Writes the configuration, if there is a place for it.
   *
   * @return what was written or, if there is no place, has to be shown
   */
  public String save(GridManager changed) throws NodeException {
    String json = changed.json() + "\n";
    if (directory.isPresent()) {
      write(directory.get().resolve(CONFIG), json, Manner.SECRET);
    }
    return json;
  }

  private static void write(Path file, String text, Manner manner) throws NodeException {
    try {
      ReplacedFile.write(file, text.getBytes(StandardCharsets.UTF_8), manner);
    } catch (IOException e) {
      throw new NodeException("'%s' cannot be written: %s".formatted(file, reason(e)), e);
    }
  }

  /** Removes the certificates of a server that is known no more. */
  public void forget(String name) throws NodeException {
    try {
      int number = 0;
      while (directory.isPresent() && Files.deleteIfExists(certificate(name, number))) {
        number++;
      }
    } catch (IOException e) {
      throw new NodeException(
          "the certificates of '%s' cannot be removed: %s".formatted(name, reason(e)), e);
    }
  }

  private Path certificate(String name, int number) {
    return directory.orElseThrow().resolve("%s.cert.%d".formatted(name, number));
  }

  /**
   * Vouches for a server.
   *
   * @param days for how long
   * @return the certificate as JSON, which is kept, too, if there is a place
   * @throws NodeException if the server is not known
   */
  public String sign(String name, int days, Instant now) throws NodeException {
    Ed25519PublicKey server = manager.server(name).orElseThrow(() -> GridManager.missing(name));
    ServerCertificate certificate =
        new ServerCertificate(server.text(), Optional.of(now.plus(Duration.ofDays(days))));
    String json = SignedCertificate.sign(certificate, manager.key()).json();
    if (directory.isPresent()) {
      int number = 0;
      while (Files.exists(certificate(name, number)) && number < MAX_CERTIFICATES) {
        number++;
      }
      write(certificate(name, number), json, Manner.NODE);
    }
    return json;
  }

  /** A line for each server, and for each certificate that is kept. */
  public List<String> list(Instant now) throws NodeException {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Ed25519PublicKey> server : new TreeMap<>(manager.servers()).entrySet()) {
      String name = server.getKey();
      lines.add("%s: %s".formatted(name, server.getValue().text()));
      int number = 0;
      for (ServerCertificate certificate : certificates(name)) {
        lines.add(
            " ".repeat(name.length())
                + "  cert %d: %s".formatted(number++, Validity.of(certificate, now)));
      }
    }
    return lines;
  }

  /**
   * A server, and until when the certificates that are kept say that it may be used.
   *
   * @param publicKey {@code pub-v0-…}
   * @param expires by the numbers of the certificates; empty for one that says nothing
   */
  public record Vouched(String name, String publicKey, List<Optional<Instant>> expires) {}

  /** All servers by name. */
  public List<Vouched> vouched() throws NodeException {
    List<Vouched> all = new ArrayList<>();
    for (Map.Entry<String, Ed25519PublicKey> server : new TreeMap<>(manager.servers()).entrySet()) {
      List<Optional<Instant>> expires =
          certificates(server.getKey()).stream().map(ServerCertificate::expires).toList();
      all.add(new Vouched(server.getKey(), server.getValue().text(), expires));
    }
    return all;
  }

  private List<ServerCertificate> certificates(String name) throws NodeException {
    List<ServerCertificate> certificates = new ArrayList<>();
    while (directory.isPresent() && certificates.size() < MAX_CERTIFICATES) {
      Path file = certificate(name, certificates.size());
      Optional<Object> json = JsonFile.read(file);
      if (json.isEmpty()) {
        break;
      }
      try {
        certificates.add(
            ServerCertificate.of(SignedCertificate.of(json.get()))
                .orElseThrow(() -> new IllegalArgumentException("there is none in it")));
      } catch (IllegalArgumentException e) {
        throw new NodeException("'%s' is no certificate: %s".formatted(file, e.getMessage()), e);
      }
    }
    return certificates;
  }
}
