package org.truckee.firstgen.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.truckee.firstgen.share.ShareSource;
import org.truckee.firstgen.uri.OldStorageIndex;

/** The shares in the folders of servers that need not run any more. Nothing is changed in them. */
public final class ShareFolders implements ShareSource {
  private static final Logger LOG = LoggerFactory.getLogger(ShareFolders.class);
  private static final int MAX_NUMBER = 255;

  private final List<Path> folders;

  private ShareFolders(List<Path> folders) {
    this.folders = List.copyOf(folders);
  }

  /**
   * The shares in these places: base directories, their folders {@code storage}, or the folders
   * {@code shares} in those.
   *
   * @throws IOException if one of them is none of these
   */
  public static ShareFolders of(List<Path> places) throws IOException {
    List<Path> folders = new ArrayList<>();
    for (Path place : places) {
      folders.add(
          Stream.of(place.resolve("storage/shares"), place.resolve("shares"), place)
              .filter(Files::isDirectory)
              .findFirst()
              .orElseThrow(() -> new IOException("there is no folder " + place)));
    }
    return new ShareFolders(folders);
  }

  @Override
  public List<Found> find(OldStorageIndex index) {
    List<Found> found = new ArrayList<>();
    for (Path folder : folders) {
      for (int number = 0; number <= MAX_NUMBER; number++) {
        Path file = folder.resolve(index.toString()).resolve(Integer.toString(number));
        if (Files.isRegularFile(file)) {
          try {
            found.add(new Found(number, ShareFile.open(file)));
          } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", file, e.getMessage());
          }
        }
      }
    }
    return found;
  }
}
