package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.GridException;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.Link;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.NewDirectory;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.Overwrite;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;

/**
 * The way from a capability down a path of names ({@code spec/08 §8}). Requests that write make the
 * directories that are missing on it.
 */
final class Traversal {
  private static final Set<String> MAKE_NO_DIRECTORIES =
      Set.of("delete", "rename", "rename-form", "check", "zip");

  private final Grid grid;
  private final NewDirectories directories;
  private final WebRequest request;
  private final String method;
  private final String t;

  Traversal(Grid grid, WebRequest request) throws WebException {
    this.grid = grid;
    this.directories = new NewDirectories(grid);
    this.request = request;
    this.method = request.method();
    this.t = request.arguments().operation();
  }

  /**
   * Where the path ends.
   *
   * @param names of children, one below the other
   * @throws WebException if it leads nowhere, with a page
   */
  RouteTable.Place<?> walk(Capability start, List<String> names)
      throws IOException, WebException, InterruptedException {
    requireNoEmptyPiece(names);
    try {
      Reached<?> here = new Reached<>(grid.node(start), Optional.empty());
      for (int i = 0; i < names.size(); i++) {
        boolean last = i == names.size() - 1;
        if (last && names.get(i).isEmpty() && here.node() instanceof Directory) {
          break;
        }
        Directory parent = parent(here.node(), names.get(i));
        Vacancy next =
            last && changesLinks()
                ? request.memory().readToChange(parent, names.get(i))
                : new Vacancy(parent, names.get(i));
        Optional<Reached<?>> child = child(next, last);
        if (child.isEmpty()) {
          return new RouteTable.Place<>(Kind.VACANCY, next);
        }
        here = child.get();
      }
      return place(here);
    } catch (GridException e) {
      throw ErrorResponses.asPage(e);
    }
  }

  private static void requireNoEmptyPiece(List<String> names) throws WebException {
    if (names.size() > 1 && names.subList(0, names.size() - 1).contains("")) {
      throw WebException.page(400, "the web API does not allow empty pathname components: '//'");
    }
  }

  private Directory parent(FilesystemNode node, String name) throws WebException, GridException {
    return switch (node) {
      case Directory directory -> directory;
      case FileNode _ -> throw noChildren(name);
      case ProhibitedNode prohibited -> {
        if (makesDirectories()) {
          throw noChildren(name);
        }
        throw prohibited.problem();
      }
      case VerifierNode _, UnknownNode _ ->
          throw WebException.page(404, "an object of an unknown kind has no children");
    };
  }

  /** What has the name; empty if nothing has, and the request may give it. */
  private Optional<Reached<?>> child(Vacancy next, boolean last)
      throws IOException, WebException, InterruptedException {
    try {
      Link link = request.memory().lookedUp(next);
      if (!last && makesDirectories() && !(link.node() instanceof Directory)) {
        throw WebException.page(
            409,
            "Unable to create directory '%s': a file was in the way"
                .formatted(Escapes.printable(next.name())),
            "no details");
      }
      return Optional.of(reached(next, link));
    } catch (NoSuchChildException e) {
      return missing(next, last, e);
    }
  }

  private Optional<Reached<?>> missing(Vacancy next, boolean last, NoSuchChildException failure)
      throws IOException, WebException, InterruptedException {
    if (last && method.equals("PUT") && (t.isEmpty() || t.equals("uri"))) {
      return Optional.empty();
    }
    if (!last && makesDirectories()) {
      return Optional.of(made(next, NewDirectory.EMPTY));
    }
    if (last && NewDirectories.isAskedFor(method, t)) {
      return Optional.of(made(next, described()));
    }
    throw failure;
  }

  private NewDirectory described() throws IOException, WebException, InterruptedException {
    try {
      return directories.ofBody(request, t);
    } catch (WebException e) {
      throw e.asPage();
    }
  }

  /** A new directory, or what somebody else has put there meanwhile. */
  private Reached<?> made(Vacancy next, NewDirectory directory)
      throws IOException, InterruptedException {
    request.finishWithoutClient();
    try {
      next.directory()
          .createSubdirectory(next.name(), directory, Optional.empty(), Overwrite.NEVER);
    } catch (ExistingChildException e) {
      // The existing directory is used; the new one has no link and stays unknown.
    }
    return reached(next, next.directory().get(next.name()));
  }

  private static Reached<?> reached(Vacancy at, Link link) {
    return new Reached<>(link.node(), Optional.of(new Reached.Place(at, link)));
  }

  /** Whether the request is likely to change the last link of its path. */
  private boolean changesLinks() {
    return method.equals("DELETE") || method.equals("PUT") && (t.isEmpty() || t.equals("uri"));
  }

  private boolean makesDirectories() {
    return (method.equals("PUT") || method.equals("POST")) && !MAKE_NO_DIRECTORIES.contains(t);
  }

  private WebException noChildren(String name) {
    String child = Escapes.printable(name);
    return makesDirectories()
        ? WebException.page(
            409,
            "Cannot create directory '%s', because its parent is a file, not a directory"
                .formatted(child),
            "no details")
        : WebException.page(
            400, "Files have no children named '%s'".formatted(child), "no details");
  }

  /** The row of the table for what was reached. */
  static RouteTable.Place<?> place(Reached<?> reached) {
    return switch (reached.node()) {
      case ImmutableFileNode file -> of(Kind.FILE, file, reached);
      case MutableFileNode file -> of(Kind.MUTABLE_FILE, file, reached);
      case Directory directory -> of(Kind.DIRECTORY, directory, reached);
      case ProhibitedNode prohibited -> of(Kind.PROHIBITED, prohibited, reached);
      case VerifierNode verifier -> of(Kind.OPAQUE, verifier, reached);
      case UnknownNode unknown -> of(Kind.OPAQUE, unknown, reached);
    };
  }

  private static <N extends FilesystemNode> RouteTable.Place<?> of(
      Kind<Reached<N>> kind, N node, Reached<?> reached) {
    return new RouteTable.Place<>(kind, new Reached<>(node, reached.place()));
  }
}
