package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.capability.MutableFormat;
import org.truckee.grid.FileFormat;
import org.truckee.grid.Grid;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.UploadOptions;

/** The directories that requests ask for ({@code spec/08 §7, §8, §12.3}). */
final class NewDirectories {
  private static final Set<String> BY_POST =
      Set.of("mkdir", "mkdir-with-children", "mkdir-immutable");

  private final Grid grid;

  NewDirectories(Grid grid) {
    this.grid = grid;
  }

  /** Whether a request asks for a directory at the end of its path. */
  static boolean isAskedFor(String method, String t) {
    return method.equals("POST") && BY_POST.contains(t)
        || method.equals("PUT") && t.equals("mkdir");
  }

  /**
   * The directory that a request below a directory describes.
   *
   * @param t {@code mkdir}, {@code mkdir-with-children} or {@code mkdir-immutable}
   */
  NewDirectory ofBody(WebRequest request, String t)
      throws IOException, WebException, InterruptedException {
    return switch (t) {
      case "mkdir-with-children" -> withChildren(request, format(request));
      case "mkdir-immutable" -> immutable(request);
      default -> empty(format(request));
    };
  }

  /** An empty one. */
  static NewDirectory empty(MutableOptions options) {
    return new NewDirectory.Mutable(List.of(), options);
  }

  /** A mutable directory with the children that the body lists. */
  NewDirectory withChildren(WebRequest request, MutableOptions options)
      throws IOException, WebException, InterruptedException {
    return new NewDirectory.Mutable(ChildrenJson.read(request).links(grid), options);
  }

  /** An immutable directory with the children that the body lists. */
  NewDirectory immutable(WebRequest request)
      throws IOException, WebException, InterruptedException {
    return new NewDirectory.Immutable(
        ChildrenJson.read(request).links(grid), UploadOptions.DEFAULT);
  }

  /** The format below a directory, where {@code chk} means that of the grid. */
  private static MutableOptions format(WebRequest request) throws WebException {
    return options(request.arguments().format());
  }

  /** A format as an option; none but the mutable ones count. */
  static MutableOptions options(Optional<FileFormat> format) {
    return format
        .flatMap(NewDirectories::mutable)
        .map(MutableOptions.DEFAULT::withFormat)
        .orElse(MutableOptions.DEFAULT);
  }

  private static Optional<MutableFormat> mutable(FileFormat format) {
    return switch (format) {
      case CHK -> Optional.empty();
      case SDMF -> Optional.of(MutableFormat.SDMF);
      case MDMF -> Optional.of(MutableFormat.MDMF);
    };
  }
}
