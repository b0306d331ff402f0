package org.truckee.firstgen.web;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.truckee.firstgen.drive.ChildName;
import org.truckee.firstgen.drive.DirectoryNode;
import org.truckee.firstgen.drive.DriveNode;
import org.truckee.firstgen.drive.FileNode;
import org.truckee.firstgen.drive.Listing;
import org.truckee.firstgen.drive.Manifest;
import org.truckee.http.Exchange;
import org.truckee.http.PercentEncoding;
import org.truckee.http.RefusedException;

/** What can be asked of a directory ({@code spec/12 §15}). */
final class DirectoryAnswers {
  private DirectoryAnswers() {}

  static void answer(WebRequest request, DirectoryNode directory)
      throws IOException, InterruptedException {
    Exchange exchange = request.exchange();
    switch (request.t()) {
      case "" -> page(request, directory);
      case "json" -> OldWeb.text(exchange, 200, NodeJson.of(directory, directory.list()));
      case "uri" -> OldWeb.text(exchange, 200, directory.uri().text());
      case "readonly-uri" -> OldWeb.text(exchange, 200, directory.immutableUri().text());
      case "manifest" -> manifest(request, directory);
      case "rename-form" ->
          new Html("Rename " + request.argument("name").orElse(""))
              .form("rename", "from_name", "to_name")
              .answer(exchange);
      default -> throw new RefusedException(400, "a directory knows no t=" + request.t());
    }
  }

  private static void page(WebRequest request, DirectoryNode directory)
      throws IOException, InterruptedException {
    Exchange exchange = request.exchange();
    if (!request.endsWithSlash()) {
      // Links of the page are meant from here on.
      String query = exchange.rawQuery();
      OldWeb.redirect(exchange, exchange.rawPath() + "/" + (query.isEmpty() ? "" : "?" + query));
      return;
    }
    Listing listing = directory.list();
    Html page = new Html("Directory" + (directory.isMutable() ? "" : " (read only)"));
    for (Map.Entry<ChildName, DriveNode> child : listing.children().entrySet()) {
      String name = child.getKey().text();
      String link = "./" + PercentEncoding.encode(child.getKey().bytes());
      switch (child.getValue()) {
        case FileNode file -> page.link(link, "%s (%d bytes)".formatted(name, file.size()));
        case DirectoryNode _ -> page.link(link + "/", name + "/");
      }
    }
    listing.damaged().forEach(text -> page.line("damaged: " + text));
    if (directory.isMutable()) {
      page.form("upload", "file")
          .form("mkdir", "name")
          .form("uri", "name", "uri")
          .form("rename", "from_name", "to_name")
          .form("delete", "name");
    }
    page.link("?t=manifest", "manifest").answer(exchange);
  }

  private static void manifest(WebRequest request, DirectoryNode directory)
      throws IOException, InterruptedException {
    Manifest manifest = directory.buildManifest();
    Exchange exchange = request.exchange();
    if (request.argument("output").equals(Optional.of("text"))) {
      StringBuilder text = new StringBuilder();
      manifest.capabilities().forEach(line -> text.append(line).append('\n'));
      manifest.problems().forEach(line -> text.append("not read: ").append(line).append('\n'));
      OldWeb.text(exchange, 200, text.toString());
      return;
    }
    Html page = new Html("Manifest");
    manifest.capabilities().forEach(page::line);
    manifest.problems().forEach(text -> page.line("not read: " + text));
    page.answer(exchange);
  }
}
