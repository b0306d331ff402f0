package org.truckee.cli.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the system says of a file or directory ({@code spec/11 §B3}).
 *
 * @param regular whether it is a file that holds bytes
 * @param size in bytes
 * @param modified when its contents were changed last
 * @param changed when anything about it was changed last; where the system does not keep that, when
 *     it was made
 * @param numbers what else there is, by the names that the metadata of a backup use
 */
record LocalFacts(
    boolean regular, long size, Instant modified, Instant changed, Map<String, Long> numbers) {
  private static final String UNIX = "unix";
  private static final String ATTRIBUTES =
      "unix:isRegularFile,size,lastModifiedTime,ctime,mode,ino,dev,uid,gid";

  LocalFacts {
    numbers = Map.copyOf(numbers);
  }

  /** Asks the system; links are followed unless it is told not to. */
  static LocalFacts of(Path path, LinkOption... options) throws IOException {
    if (path.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
      return ofUnix(Files.readAttributes(path, ATTRIBUTES, options));
    }
    BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, options);
    return new LocalFacts(
        basic.isRegularFile(),
        basic.size(),
        basic.lastModifiedTime().toInstant(),
        basic.creationTime().toInstant(),
        Map.of());
  }

  private static LocalFacts ofUnix(Map<String, Object> attributes) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (String name : new String[] {"mode", "ino", "dev", "uid", "gid"}) {
      numbers.put("st_" + name, ((Number) attributes.get(name)).longValue());
    }
    return new LocalFacts(
        (Boolean) attributes.get("isRegularFile"),
        (Long) attributes.get("size"),
        ((FileTime) attributes.get("lastModifiedTime")).toInstant(),
        ((FileTime) attributes.get("ctime")).toInstant(),
        numbers);
  }

  /** Whether the contents are, by all that can be seen, what they were then. */
  boolean hasContentsOf(LocalFacts earlier) {
    return regular == earlier.regular
        && size == earlier.size
        && modified.equals(earlier.modified)
        && numbers.getOrDefault("st_ino", 0L).equals(earlier.numbers.getOrDefault("st_ino", 0L));
  }

  /** A time in whole seconds, as the database keeps it: what is behind the point is cut off. */
  static long wholeSeconds(Instant time) {
    boolean cutUpwards = time.getEpochSecond() < 0 && time.getNano() > 0;
    return time.getEpochSecond() + (cutUpwards ? 1 : 0);
  }

  /** A time in seconds, as metadata keep it. */
  static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() * 1e-9;
  }
}
