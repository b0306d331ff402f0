package org.truckee.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.truckee.storage.StorageException;

/** A disk server in the state in which recordings of the reference began. */
public final class RecordedStore implements AutoCloseable {
  private final Path directory;
  private final DiskStorageServer server;

  /** Starts a server that believes that it has {@code space} bytes, whatever the disk has. */
  public RecordedStore(DiskStorageOptions options, long space) throws StorageException {
    directory = options.directory();
    server =
        DiskStorageServer.start(
            options, Optional.of(() -> new DiskSpace.Figures(space, space, space)), DiskWatch.NONE);
  }

  public DiskStorageServer server() {
    return server;
  }

  /**
   * Compares what is stored with a recording, of uploads in progress the names alone.
   *
   * @param recorded contents, or sizes, by path below the storage directory
   */
  public void requireSame(String what, JsonNode recorded) throws IOException {
    SortedMap<String, String> wanted = RecordedTree.recorded(recorded);
    SortedMap<String, String> found = RecordedTree.comparable(RecordedTree.of(directory), wanted);
    wanted.keySet().removeIf(name -> !name.startsWith("shares/"));
    assertThat(RecordedTree.complete(found)).as(what).isEqualTo(RecordedTree.complete(wanted));
    assertThat(RecordedTree.inProgress(found)).as(what).isEqualTo(RecordedTree.inProgress(wanted));
  }

  @Override
  public void close() throws StorageException {
    server.close();
  }
}
