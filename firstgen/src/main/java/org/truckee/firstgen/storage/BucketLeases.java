package org.truckee.firstgen.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.truckee.firstgen.uri.OldStorageIndex;

/**
 * The leases on shares without container ({@code spec/12 §9.4}): they are on all shares of a file
 * at once and lie beside them, in a file for each storage index. The programs of August 2007 kept
 * them in a database that was nobody else's business.
 */
final class BucketLeases {
  private static final int MAX_LEASES = 10_000;

  private final Path folder;

  BucketLeases(Path folder) {
    this.folder = folder;
  }

  List<Lease> read(OldStorageIndex index) throws IOException {
    Path path = folder.resolve(index.toString());
    List<Lease> leases = new ArrayList<>();
    if (Files.exists(path)) {
      if (Files.size(path) > (long) MAX_LEASES * Lease.LENGTH) {
        throw new IOException("%s has too many leases".formatted(path));
      }
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path));
      while (bytes.remaining() >= Lease.LENGTH) {
        leases.add(Lease.read(bytes));
      }
    }
    return leases;
  }

  void write(OldStorageIndex index, List<Lease> leases) throws IOException {
    if (leases.size() > MAX_LEASES) {
      throw new IOException("more than %d leases on one file".formatted(MAX_LEASES));
    }
    Path path = folder.resolve(index.toString());
    if (leases.isEmpty()) {
      Files.deleteIfExists(path);
      return;
    }
    Files.createDirectories(folder);
    ByteBuffer bytes = ByteBuffer.allocate(leases.size() * Lease.LENGTH);
    leases.forEach(lease -> lease.write(bytes));
    Path aside = folder.resolve(index + ".new");
    Files.write(aside, bytes.array());
    Files.move(aside, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
