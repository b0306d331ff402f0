package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.ProhibitedNode;
import org.truckee.web.api.RouteTable.Place;

/** The URL space: from a path to what it leads to ({@code spec/08 §3, §4}). */
final class PathRules {
  private static final String NAMES_A_FILE = "/file must be followed by a file-cap and a name";

  private final Grid grid;
  private final StatusPlaces status;
  private final StaticFiles files;
  private final ApiToken token;

  PathRules(Grid grid, StatusPlaces status, StaticFiles files, ApiToken token) {
    this.grid = grid;
    this.status = status;
    this.files = files;
    this.token = token;
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
      case "operations" -> operation(path);
      case "storage" -> path.size() == 1 ? site(Kind.STORAGE) : nothing();
      case "metrics" -> path.size() == 1 ? site(Kind.METRICS) : nothing();
      case "statistics" -> path.size() == 1 ? site(Kind.STATISTICS) : nothing();
      case "helper_status" -> path.size() == 1 ? site(Kind.HELPER) : nothing();
      case "status" -> status.place(path);
      case "report_incident" -> path.size() == 1 ? site(Kind.INCIDENT) : nothing();
      case "storage-plugins" -> path.size() == 1 ? site(Kind.FOLDER) : nothing();
      case "recovery-sheet" -> path.size() == 1 ? site(Kind.SHEET) : nothing();
      case "private" -> site(guarded(request));
      case "*" -> site(Kind.SERVER);
      case String _ when StaticFiles.has(path) -> new Place<>(Kind.STATIC, files.at(path));
      case String _ -> nothing();
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
    return new Traversal(grid, request).walk(cap, children);
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
      case FileNode file -> Traversal.place(new Reached<>(file, Optional.empty()));
      case ProhibitedNode file -> Traversal.place(new Reached<>(file, Optional.empty()));
      case FilesystemNode _ ->
          throw WebException.page(
              400, "what follows /%s is not a file-cap".formatted(path.first()));
    };
  }

  /** What is only for those who know the token. */
  private Kind<Kind.Site> guarded(WebRequest request) throws WebException {
    if (!token.isIn(request)) {
      return Kind.UNAUTHORIZED;
    }
    List<String> below = request.path().pieces().subList(1, request.path().size());
    return switch (String.join("/", below)) {
      case "", "logs" -> Kind.FOLDER;
      case "logs/v1" -> Kind.LOGS;
      case String _ -> throw nowhere();
    };
  }

  /** Behind the handle there may be a slash, or the storage index of one object. */
  private static Place<?> operation(UrlPath path) throws WebException {
    if (path.size() == 1) {
      return site(Kind.FOLDER);
    }
    if (path.size() > 3) {
      return nothing();
    }
    Optional<String> object =
        path.size() == 3 && !path.last().isEmpty() ? Optional.of(path.last()) : Optional.empty();
    return new Place<>(Kind.OPERATION, new ShowOperation.Handle(path.pieces().get(1), object));
  }

  private static Place<?> nothing() throws WebException {
    throw nowhere();
  }

  private static WebException nowhere() {
    return WebException.page(404, "No Such Resource", "There is nothing at this path.");
  }
}
