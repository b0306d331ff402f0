package org.truckee.firstgen.web;

import java.io.IOException;
import java.util.List;
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
      case "rename-form" -> renameForm(request);
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
    List<ChildName> names = request.names(2);
    String title = names.isEmpty() ? "Directory" : names.getLast().text();
    Html page = new Html(title + (directory.isMutable() ? "" : " (read only)"));
    if (!names.isEmpty()) {
      page.link("../", "up");
    }
    page.beginTable();
    listing.children().forEach((name, child) -> row(page, name, child, directory.isMutable()));
    page.endTable();
    listing.damaged().forEach(text -> page.line("damaged: " + text));
    if (directory.isMutable()) {
      page.change("upload", "upload", Html.Field.file("file", "A file:"))
          .change("mkdir", "make", Html.Field.text("name", "A directory called"))
          .change(
              "uri",
              "add",
              Html.Field.text("uri", "What has the URI"),
              Html.Field.text("name", "as"));
    }
    page.link("?t=manifest", "manifest").link("?t=json", "JSON").answer(exchange);
  }

  private static void row(Html page, ChildName name, DriveNode child, boolean canChange) {
    String link = "./" + PercentEncoding.encode(name.bytes());
    page.beginRow();
    switch (child) {
      case FileNode file ->
          page.link(link, name.text()).nextCell().line("%d bytes".formatted(file.size()));
      case DirectoryNode _ -> page.link(link + "/", name.text() + "/").nextCell();
    }
    page.nextCell();
    if (canChange && Changes.canBeInForms(name)) {
      Html.Field named = Html.Field.hidden("name", name.text());
      page.question(".", "rename", Html.Field.hidden("t", "rename-form"), named)
          .nextCell()
          .change("delete", "delete", named);
    }
    page.endRow();
  }

  private static void renameForm(WebRequest request) throws IOException, InterruptedException {
    String name = request.argument("name").orElse("");
    new Html("Rename " + name)
        .change(
            "rename",
            "rename",
            Html.Field.hidden("from_name", name),
            Html.Field.text("to_name", "to"))
        .link(".", "back")
        .answer(request.exchange());
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
