package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import org.truckee.capability.Capability;
import org.truckee.grid.CapabilityConstraintException;
import org.truckee.grid.Directory;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.NotADirectoryException;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.web.api.RouteTable.Place;

/** The URL space: from a path to what it leads to ({@code spec/08 §3, §4}). */
final class PathRules {
  private static final String NAMES_A_FILE = "/file must be followed by a file-cap and a name";

  private final Grid grid;

  PathRules(Grid grid) {
    this.grid = grid;
  }

  /**
   * What the path of a request leads to. Of a node the request gets the name.
   *
   * @throws WebException if it leads nowhere, with a page
   */
  Place<?> place(WebRequest request) throws IOException, WebException, InterruptedException {
    UrlPath path = request.path();
    return switch (path.first()) {
      case "" -> site(Kind.WELCOME);
      case "uri", "cap" -> path.size() == 1 ? site(Kind.UNLINKED) : below(request);
      case "file", "named" -> named(request);
      case "truckee.css" -> path.size() == 1 ? site(Kind.STYLE_SHEET) : nothing();
      default -> nothing();
    };
  }

  private static Place<Kind.Site> site(Kind<Kind.Site> kind) {
    return new Place<>(kind, Kind.Site.HERE);
  }

  private Place<?> below(WebRequest request)
      throws IOException, WebException, InterruptedException {
    UrlPath path = request.path();
    if (path.size() == 2 && path.last().isEmpty()) {
      return site(Kind.EMPTY_CAP);
    }
    Capability cap = Capability.parse(path.pieces().get(1));
    List<String> children = path.pieces().subList(2, path.size());
    request.name(children.isEmpty() ? "" : children.getLast());
    try {
      return node(grid.node(cap, children), cap);
    } catch (NotADirectoryException e) {
      throw noChildren(request.method(), e.name());
    } catch (NoSuchChildException e) {
      throw WebException.page(404, "No such child: " + Escapes.printable(e.name()));
    } catch (CapabilityConstraintException e) {
      throw WebException.page(404, "an object of an unknown kind has no children");
    }
  }

  private static Place<?> node(FilesystemNode node, Capability cap) {
    return switch (node) {
      case ImmutableFileNode file -> new Place<>(Kind.FILE, file);
      case MutableFileNode _, Directory _, ProhibitedNode _ -> new Place<>(Kind.UNSUPPORTED, node);
      case VerifierNode _, UnknownNode _ -> new Place<>(Kind.OPAQUE, new Kind.Opaque(cap.text()));
    };
  }

  private static WebException noChildren(String method, String name) {
    String child = Escapes.printable(name);
    return method.equals("PUT") || method.equals("POST")
        ? WebException.page(
            409,
            "Cannot create directory '%s', because its parent is a file, not a directory"
                .formatted(child),
            "no details")
        : WebException.page(
            400, "Files have no children named '%s'".formatted(child), "no details");
  }

  private Place<?> named(WebRequest request) throws WebException {
    UrlPath path = request.path();
    if (path.size() == 1) {
      throw WebException.text(404, NAMES_A_FILE);
    }
    if (!request.method().equals("GET") && !request.isHead()) {
      throw WebException.page(400, "/file can only be used with GET or HEAD");
    }
    Capability cap = Capability.parse(path.pieces().get(1));
    request.name(path.size() > 2 ? path.last() : "");
    return switch (grid.node(cap)) {
      case ImmutableFileNode file -> new Place<>(Kind.FILE, file);
      case FilesystemNode _ ->
          throw WebException.page(
              400, "what follows /%s is not a file-cap".formatted(path.first()));
    };
  }

  private static Place<?> nothing() throws WebException {
    throw WebException.page(404, "No Such Resource", "There is nothing at this path.");
  }
}
