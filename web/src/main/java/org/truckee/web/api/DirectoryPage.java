package org.truckee.web.api;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.DirectoryCap;
import org.truckee.crypto.StorageIndex;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.Link;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.NameOrder;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.http.PercentEncoding;

/**
 * A directory for people: the names of its children, and where they lead ({@code spec/08 §12.1}).
 */
final class DirectoryPage implements Operation<Reached<Directory>> {
  /** No text that is escaped has this in it. */
  private static final String ROWS = "<rows>";

  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (Tags.notModified(directory.node(), request)) {
      return;
    }
    String root = Html.root(request.path());
    String end = results(request) + "<p><a href=\"%s\">Welcome page</a></p>".formatted(root);
    String title = title(directory.node());
    try {
      List<Link> links =
          request.memory().listed(directory.node()).links().stream()
              .sorted(Comparator.comparing(Link::name, NameOrder.BY_CODE_POINTS))
              .toList();
      String page = Html.page(title, root, body(directory.node(), links.size(), root) + end);
      send(page, directory.node(), links, request);
    } catch (GridException e) {
      String problem =
          "<h1>Directory</h1>\n<p>%s</p>"
              .formatted(Escapes.html(GridFailure.of(e).message()).replace("\n", "<br>"));
      request.respond(200, Html.PAGE_TYPE, Html.page(title, root, problem + end));
    }
  }

  /** Of many children each is made to text for itself. */
  private static void send(String page, Directory directory, List<Link> links, WebRequest request)
      throws IOException, InterruptedException {
    String root = Html.root(request.path());
    String place = place(directory.bestCap(), root);
    GatheredAnswer answer = new GatheredAnswer(request.memory());
    try (Writer text = new OutputStreamWriter(answer, StandardCharsets.UTF_8)) {
      int rows = page.indexOf(ROWS);
      text.write(page, 0, rows);
      for (Link link : links) {
        text.write(row(link, directory.isWriteable(), place, root));
        text.write('\n');
      }
      int rest = rows + ROWS.length();
      text.write(page, rest, page.length() - rest);
    }
    answer.send(request.http(), 200, Html.PAGE_TYPE);
  }

  /** By its storage index: the capability must not be in titles, which browsers keep. */
  private static String title(Directory directory) {
    String index = directory.storageIndex().map(StorageIndex::abbreviated).orElse("<LIT>");
    return "Directory %s%s".formatted(index, kind(directory));
  }

  private static String results(WebRequest request) {
    return request
        .arguments()
        .text("results")
        .map(text -> "<p>%s</p>".formatted(Escapes.html(text)))
        .orElse("");
  }

  /** The body of the page, in which {@link #ROWS} stands for the children. */
  private static String body(Directory directory, int children, String root) {
    return """
    <h1>Directory%s</h1>
    <p>%s</p>
    <p><a href="?">Refresh</a> · <a href="?t=info">More info</a>%s</p>
    <div class="scroll"><table><thead><tr><th>Type</th><th>Name</th><th>Size</th><th>Times</th>\
    <th></th><th></th></tr></thead><tbody>
    %s
    </tbody></table></div>
    %s
    """
        .formatted(
            kind(directory),
            number(children),
            directory.isWriteable() ? readOnlyVersion(directory, root) : "",
            ROWS,
            directory.isWriteable() ? Forms.additions(place(directory.bestCap(), root)) : "");
  }

  private static String kind(Directory directory) {
    if (!directory.isMutable()) {
      return " (immutable)";
    }
    return directory.isWriteable() ? " (modifiable)" : " (read-only)";
  }

  private static String place(Optional<Capability> cap, String root) {
    return "%suri/%s/".formatted(root, PercentEncoding.encode(DeepJson.text(cap)));
  }

  private static String readOnlyVersion(Directory directory, String root) {
    return " · <a href=\"%s\">Read-only version</a>".formatted(place(directory.readCap(), root));
  }

  private static String number(int children) {
    return children == 0 ? "This directory is empty." : "Children: " + children;
  }

  private static String row(Link link, boolean writeable, String place, String root) {
    String name = Escapes.html(link.name());
    String target = target(link, root);
    String shown =
        target.isEmpty()
            ? name
            : "<a href=\"%s\" rel=\"noreferrer\">%s</a>".formatted(target, name);
    return "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
        .formatted(
            type(link.node()),
            link.node() instanceof ProhibitedNode ? "<s>%s</s>".formatted(name) : shown,
            size(link.node()),
            LinkTimes.html(link.metadata()),
            info(link, place, root),
            writeable
                ? Forms.unlink(place, link.name()) + Forms.toRename(place, link.name())
                : "-");
  }

  private static String type(FilesystemNode node) {
    return switch (node) {
      case MutableFileNode _ -> "SSK";
      case FileNode _ -> "FILE";
      case Directory directory ->
          directory.isWriteable() ? "DIR" : directory.isMutable() ? "DIR-RO" : "DIR-IMM";
      case ProhibitedNode prohibited ->
          prohibited.cap() instanceof DirectoryCap ? "DIR-BLACKLISTED" : "BLACKLISTED";
      case VerifierNode _ -> "?";
      case UnknownNode unknown when unknown.writeCap().isPresent() -> "?";
      case UnknownNode unknown -> unknown.isAllegedlyImmutable() ? "?-IMM" : "?-RO";
    };
  }

  private static String info(Link link, String place, String root) {
    String target =
        switch (link.node()) {
          case ProhibitedNode _ -> "";
          case Directory directory -> place(directory.bestCap(), root) + "?t=info";
          case FileNode file ->
              "%suri/%s?t=info"
                  .formatted(root, PercentEncoding.encode(DeepJson.text(file.bestCap())));
          case FilesystemNode _ ->
              "%s%s?t=info".formatted(place, PercentEncoding.encode(link.name()));
        };
    return link.node() instanceof ProhibitedNode prohibited
        ? Escapes.html(prohibited.reason())
        : "<a href=\"%s\">More info</a>".formatted(target);
  }

  /** By the cap alone: what is in a file must not learn of the directory ({@code spec/08 §1.1}). */
  private static String target(Link link, String root) {
    return switch (link.node()) {
      case FileNode file ->
          "%sfile/%s/@@named=/%s"
              .formatted(
                  root,
                  PercentEncoding.encode(DeepJson.text(file.bestCap())),
                  PercentEncoding.encode(link.name()));
      case Directory directory -> place(directory.bestCap(), root);
      case FilesystemNode _ -> "";
    };
  }

  private static String size(FilesystemNode node) {
    return switch (node) {
      case FileNode file when file.knownSize().isPresent() ->
          Long.toString(file.knownSize().getAsLong());
      case FileNode _ -> "?";
      case FilesystemNode _ -> "-";
    };
  }
}
