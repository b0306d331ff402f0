package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import org.truckee.capability.Capability;
import org.truckee.capability.ChkReadCap;
import org.truckee.capability.FileReadCap;
import org.truckee.capability.KnownCapability;
import org.truckee.capability.LiteralCap;
import org.truckee.capability.UnknownCapability;
import org.truckee.capability.VerifyCap;
import org.truckee.grid.Grid;

/** The URL space: from a path to the resource that answers ({@code spec/08 §3, §4}). */
final class Routes {
  private static final String NAMES_A_FILE = "/file must be followed by a file-cap and a name";

  private final Grid grid;
  private final Resource welcome;
  private final Resource upload;

  Routes(Grid grid, Resource welcome, Resource upload) {
    this.grid = grid;
    this.welcome = welcome;
    this.upload = upload;
  }

  Resource find(Exchange exchange) throws WebException {
    UrlPath path = exchange.path();
    return switch (path.first()) {
      case "" -> path.pieces().stream().allMatch(String::isEmpty) ? welcome : nothing();
      case "uri", "cap" -> below(path);
      case "file", "named" -> named(exchange);
      case "truckee.css" -> path.size() == 1 ? Routes::styleSheet : nothing();
      default -> nothing();
    };
  }

  private Resource below(UrlPath path) throws WebException {
    if (path.size() == 1) {
      return upload;
    }
    if (path.size() == 2 && path.last().isEmpty()) {
      return exchange ->
          Redirects.found(exchange, "/" + path.first() + exchange.arguments().queryWithout(""));
    }
    return object(Capability.parse(path.pieces().get(1)), path);
  }

  private Resource object(Capability cap, UrlPath path) throws WebException {
    List<String> children = path.pieces().subList(2, path.size());
    return switch (cap) {
      case UnknownCapability unknown -> unknown(unknown, children);
      case VerifyCap verify -> new UnknownResource(verify);
      case ChkReadCap chk -> file(chk, children);
      case LiteralCap literal -> file(literal, children);
      case KnownCapability other -> notYet(other);
    };
  }

  private Resource unknown(UnknownCapability cap, List<String> children) throws WebException {
    if (!children.isEmpty()) {
      throw WebException.page(404, "an object of an unknown kind has no children");
    }
    return new UnknownResource(cap);
  }

  private Resource file(FileReadCap cap, List<String> children) {
    if (children.isEmpty()) {
      return new FileResource(grid, cap, "");
    }
    String child = Escapes.printable(children.getFirst());
    return exchange -> {
      boolean creates = exchange.method().equals("PUT") || exchange.method().equals("POST");
      throw creates
          ? WebException.page(
              409,
              "Cannot create directory '%s', because its parent is a file, not a directory"
                  .formatted(child),
              "no details")
          : WebException.page(
              400, "Files have no children named '%s'".formatted(child), "no details");
    };
  }

  private Resource named(Exchange exchange) throws WebException {
    UrlPath path = exchange.path();
    String first = path.first();
    if (path.size() == 1) {
      throw WebException.text(404, NAMES_A_FILE);
    }
    if (!exchange.method().equals("GET") && !exchange.isHead()) {
      throw WebException.page(400, "/file can only be used with GET or HEAD");
    }
    return switch (Capability.parse(path.pieces().get(1))) {
      case ChkReadCap chk -> new FileResource(grid, chk, path.size() > 2 ? path.last() : "");
      case LiteralCap literal ->
          new FileResource(grid, literal, path.size() > 2 ? path.last() : "");
      case Capability other ->
          throw WebException.page(400, "what follows /%s is not a file-cap".formatted(first));
    };
  }

  private static Resource notYet(KnownCapability cap) {
    return exchange -> {
      throw WebException.text(
          501, "Truckee does not serve mutable files and directories yet: " + cap);
    };
  }

  private static Resource nothing() throws WebException {
    throw WebException.page(404, "No Such Resource", "There is nothing at this path.");
  }

  private static void styleSheet(Exchange exchange) throws IOException {
    try (var sheet = Routes.class.getResourceAsStream("truckee.css")) {
      exchange.setHeader("Cache-Control", "max-age=3600");
      exchange.respond(200, "text/css", sheet.readAllBytes());
    }
  }
}
