package org.truckee.firstgen.drive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.truckee.firstgen.uri.DirectoryIndex;
import org.truckee.firstgen.uri.WritableDirectoryUri;
import org.truckee.firstgen.uri.WriteEnabler;

/**
 * The directories in the folders of servers that need not run any more. Nothing is changed in them,
 * and which server a URI names does not matter.
 */
public final class DirectoryFolders implements DirectoryServers {
  private final DirectoryServer server;

  private DirectoryFolders(List<DirectoryFiles> folders) {
    this.server = new ReadOnly(List.copyOf(folders));
  }

  /**
   * The directories in these places: base directories, or the folders {@code vdrive} in them.
   *
   * @throws IOException if one of them is none of these
   */
  public static DirectoryFolders of(List<Path> places) throws IOException {
    List<DirectoryFiles> folders = new ArrayList<>();
    for (Path place : places) {
      folders.add(
          DirectoryFiles.open(
              Stream.of(place.resolve("vdrive"), place)
                  .filter(Files::isDirectory)
                  .findFirst()
                  .orElseThrow(() -> new IOException("there is no folder " + place))));
    }
    return new DirectoryFolders(folders);
  }

  @Override
  public DirectoryServer at(String furl) {
    return server;
  }

  /** Whichever folder has a directory is asked for it. */
  private record ReadOnly(List<DirectoryFiles> folders) implements DirectoryServer {
    private DirectoryFiles having(DirectoryIndex index) throws NoSuchDirectoryException {
      return folders.stream()
          .filter(folder -> folder.has(index))
          .findFirst()
          .orElseThrow(
              () ->
                  new NoSuchDirectoryException(
                      "no folder has directory %s".formatted(index.abbreviated())));
    }

    private static DriveException readOnly() {
      return new DriveException("these folders are only read");
    }

    @Override
    public WritableDirectoryUri publicRoot() throws NoPublicRootException {
      throw new NoPublicRootException("folders offer no root; its key is in the file vdrive/root");
    }

    @Override
    public Entry get(DirectoryIndex index, byte[] nameHash) throws DriveException {
      return having(index).get(index, nameHash);
    }

    @Override
    public List<Entry> list(DirectoryIndex index) throws DriveException {
      return having(index).list(index);
    }

    @Override
    public void create(DirectoryIndex index, WriteEnabler enabler) throws DriveException {
      throw readOnly();
    }

    @Override
    public void set(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash, Entry entry)
        throws DriveException {
      throw readOnly();
    }

    @Override
    public void delete(DirectoryIndex index, WriteEnabler enabler, byte[] nameHash)
        throws DriveException {
      throw readOnly();
    }
  }
}
