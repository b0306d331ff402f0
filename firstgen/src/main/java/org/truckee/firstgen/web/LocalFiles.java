package org.truckee.firstgen.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.truckee.firstgen.download.FileTarget;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.DriveNode;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.firstgen.drive.NoSuchChildException;
import org.truckee.firstgen.upload.Uploadable;
import org.truckee.http.RefusedException;

/**
 * Files of this machine that a request names ({@code spec/12 §15}). That is only allowed to clients
 * on this machine, and where the base directory has {@code webport_allow_localfile}.
 */
final class LocalFiles {
  /** Directories can be in circles, on a grid as on a disk. */
  private static final int MAX_DEPTH = 50;

  private final boolean allowed;

  LocalFiles(boolean allowed) {
    this.allowed = allowed;
  }

  private Path path(WebRequest request, String argument) throws RefusedException {
    boolean here =
        request.exchange().remoteAddress() instanceof InetSocketAddress remote
            && remote.getAddress().isLoopbackAddress();
    if (!allowed || !here) {
      throw new RefusedException(
          403,
          "local files can only be named from the machine itself, if its base directory has the"
              + " file webport_allow_localfile");
    }
    Path path =
        Path.of(
            request
                .argument(argument)
                .orElseThrow(
                    () ->
                        new RefusedException(
                            400, "the argument %s= is missing".formatted(argument))));
    if (!path.isAbsolute()) {
      throw new RefusedException(403, argument + "= has to be an absolute path");
    }
    return path;
  }

  Uploadable localFile(WebRequest request) throws IOException {
    Path file = path(request, "localfile");
    if (!Files.isRegularFile(file)) {
      throw new RefusedException(400, "there is no such file");
    }
    return Uploadable.of(file);
  }

  void upload(WebRequest request, DirectoryNode target) throws IOException, InterruptedException {
    Path folder = path(request, "localdir");
    if (!Files.isDirectory(folder)) {
      throw new RefusedException(400, "there is no such folder");
    }
    upload(folder, target, 0);
  }

  private static void upload(Path folder, DirectoryNode target, int depth)
      throws IOException, InterruptedException {
    requireDepth(depth);
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.sorted().toList()) {
        ChildName name = ChildName.of(child.getFileName().toString());
        if (Files.isDirectory(child)) {
          upload(child, subdirectory(target, name), depth + 1);
        } else if (Files.isRegularFile(child)) {
          target.addFile(name, Uploadable.of(child));
        }
      }
    }
  }

  private static DirectoryNode subdirectory(DirectoryNode parent, ChildName name)
      throws IOException, InterruptedException {
    try {
      if (parent.get(name) instanceof DirectoryNode directory) {
        return directory;
      }
      throw new RefusedException(400, "'%s' is a file and in the way".formatted(name));
    } catch (NoSuchChildException _) {
      return parent.createEmptyDirectory(name);
    }
  }

  void download(WebRequest request, FileNode file) throws IOException, InterruptedException {
    Path path = path(request, "localfile");
    Path parent = path.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new RefusedException(400, "there is no folder for such a file");
    }
    file.download(new FileTarget(path));
    OldWeb.text(request.exchange(), 200, "download complete");
  }

  void download(WebRequest request, DirectoryNode directory)
      throws IOException, InterruptedException {
    download(directory, path(request, "localdir"), 0);
    OldWeb.text(request.exchange(), 200, "download complete");
  }

  private static void download(DirectoryNode directory, Path folder, int depth)
      throws IOException, InterruptedException {
    requireDepth(depth);
    Files.createDirectories(folder);
    for (Map.Entry<ChildName, DriveNode> child : directory.list().children().entrySet()) {
      String name = child.getKey().text();
      if (name.isEmpty() || name.contains("/") || name.contains("\0") || name.matches("\\.\\.?")) {
        throw new RefusedException(400, "a child has a name that no file can have");
      }
      Path path = folder.resolve(name);
      switch (child.getValue()) {
        case FileNode file -> file.download(new FileTarget(path));
        case DirectoryNode deeper -> download(deeper, path, depth + 1);
      }
    }
  }

  private static void requireDepth(int depth) throws RefusedException {
    if (depth > MAX_DEPTH) {
      throw new RefusedException(400, "the directories are too deep, or in a circle");
    }
  }
}
