package org.truckee.web.api;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.truckee.capability.Capability;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.http.PercentEncoding;

/**
 * A directory for people: the names of its children, and where they lead ({@code spec/08 §12.1}).
 */
final class DirectoryPage implements Operation<Reached<Directory>> {
  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (!Tags.notModified(directory.node(), request)) {
      request.respond(
          200,
          Html.PAGE_TYPE,
          Html.page("Directory", Html.root(request.path()), body(directory.node())));
    }
  }

  /** The body of the page; it says so if the directory cannot be read. */
  private static String body(Directory directory) throws IOException, InterruptedException {
    try {
      List<Link> links = directory.list().links();
      String rows = links.stream().map(DirectoryPage::row).collect(Collectors.joining("\n"));
      return """
      <h1>Directory</h1>
      <p>%s</p>
      <table><thead><tr><th>Name</th><th>Kind</th><th>Size</th></tr></thead><tbody>
      %s
      </tbody></table>
      """
          .formatted(number(links.size()), rows);
    } catch (GridException e) {
      return "<h1>Directory</h1>\n<p>%s</p>"
          .formatted(Escapes.html(GridFailure.of(e).message()).replace("\n", "<br>"));
    }
  }

  private static String number(int children) {
    return children == 0 ? "It is empty." : "Children: " + children;
  }

  private static String row(Link link) {
    String name = Escapes.html(link.name());
    String target = target(link);
    return "<tr><td>%s</td><td>%s</td><td>%s</td></tr>"
        .formatted(
            target.isEmpty() ? name : "<a href=\"%s\">%s</a>".formatted(target, name),
            NodeJson.kind(link.node()),
            size(link.node()));
  }

  /** By the cap alone: what is in a file must not learn of the directory ({@code spec/08 §1.1}). */
  private static String target(Link link) {
    String cap = link.node().bestCap().map(Capability::text).orElse("");
    return switch (link.node()) {
      case FileNode _ ->
          "/file/%s/@@named=/%s"
              .formatted(PercentEncoding.encode(cap), PercentEncoding.encode(link.name()));
      case Directory _ -> "/uri/" + PercentEncoding.encode(cap);
      case FilesystemNode _ -> "";
    };
  }

  private static String size(FilesystemNode node) {
    OptionalLong size = node instanceof FileNode file ? file.knownSize() : OptionalLong.empty();
    return size.isPresent() ? Long.toString(size.getAsLong()) : "";
  }
}
