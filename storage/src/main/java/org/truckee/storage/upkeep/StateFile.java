package org.truckee.storage.upkeep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A JSON file in which a crawler keeps what it knows. Only progress is lost with it, so that one
 * that cannot be read is begun anew, and it is not synced.
 */
final class StateFile {
  private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

  /** That of a server with many damaged shares has some hundred kilobytes. */
  private static final long LARGEST = 32L << 20;

  private final Path path;

  StateFile(Path path) {
    this.path = path;
  }

  /** What is in it; empty if there is nothing, or nothing that makes sense. */
  Optional<Map<String, Object>> read() {
    try {
      if (Files.size(path) > LARGEST) {
        throw new IOException("it is much too long");
      }
      return Optional.of(JsonText.read(Files.readAllBytes(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      LOG.warn("{} cannot be used and is begun anew: {}", path, e.getMessage());
      return Optional.empty();
    }
  }

  /** Replaces it. A failure is logged, and does not keep the crawler from going on. */
  void write(Map<String, Object> state) {
    Path draft = path.resolveSibling(path.getFileName() + ".tmp");
    try {
      Files.write(draft, JsonText.line(state).getBytes(StandardCharsets.US_ASCII));
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", path, e.toString());
    }
  }
}
