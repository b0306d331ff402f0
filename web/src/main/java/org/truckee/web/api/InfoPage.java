package org.truckee.web.api;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.DirectoryCap;
import org.truckee.capability.LiteralCap;
import org.truckee.crypto.Base32;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.GridException;
import org.truckee.grid.ImmutableFileNode;
import org.truckee.grid.KnownNode;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.http.PercentEncoding;

/**
 * {@code t=info}: what is known of a thing, and what can be done with it ({@code spec/08 §20.4}).
 */
final class InfoPage implements Operation<Reached<? extends FilesystemNode>> {
  private static final int HANDLE_BYTES = 16;

  /** How much of a storage index is enough for people. */
  private static final int SHORT = 6;

  private final SecureRandom random = new SecureRandom();

  @Override
  public void perform(Reached<? extends FilesystemNode> reached, WebRequest request)
      throws IOException, InterruptedException {
    FilesystemNode node = reached.node();
    String root = Html.root(request.path());
    String type = type(node);
    String body =
        """
        <h1>More info: %s</h1>
        <table><tbody>
        <tr><th>Storage index</th><td><code>%s</code></td></tr>
        <tr><th>Size</th><td>%s</td></tr>
        %s</tbody></table>
        <p><a href="?t=json">JSON</a>%s</p>
        %s
        """
            .formatted(
                type, index(node), size(node), caps(node), raw(node, root), forms(node, root));
    request.respond(200, Html.PAGE_TYPE, Html.page(title(node, type), root, body));
  }

  private static String title(FilesystemNode node, String type) {
    String index = index(node);
    return "More info: %s %s".formatted(type, index.substring(0, Math.min(SHORT, index.length())));
  }

  private static String type(FilesystemNode node) {
    return switch (node) {
      case Directory directory -> directory.isMutable() ? "directory" : "immutable directory";
      case MutableFileNode file ->
          switch (file.cap().format()) {
            case SDMF -> "mutable file (sdmf)";
            case MDMF -> "mutable file (mdmf)";
          };
      case ImmutableFileNode file ->
          file.cap() instanceof LiteralCap ? "immutable LIT file" : "immutable file";
      case ProhibitedNode _ -> "prohibited";
      case VerifierNode _ -> "verify capability of an immutable file";
      case UnknownNode _ -> "unknown";
    };
  }

  private static String index(FilesystemNode node) {
    return node instanceof KnownNode known
        ? known.storageIndex().map(Object::toString).orElse("none")
        : "none";
  }

  /** A question mark if it is not known, or cannot be found out now. */
  private static String size(FilesystemNode node) throws IOException, InterruptedException {
    try {
      return switch (node) {
        case ImmutableFileNode file -> Long.toString(file.size());
        case FileNode file -> Long.toString(file.contents().size());
        case Directory directory -> Long.toString(directory.size());
        case FilesystemNode _ -> "?";
      };
    } catch (GridException e) {
      return "?";
    }
  }

  private static String caps(FilesystemNode node) {
    String own =
        row("Write cap", node.writeCap())
            + row("Read cap", node.readCap())
            + row(
                "Verify cap",
                node instanceof KnownNode known ? known.verifier() : Optional.empty());
    return node instanceof Directory directory ? own + backing(directory.cap()) : own;
  }

  /** Of the file that holds the entries of a directory. */
  private static String backing(DirectoryCap cap) {
    var file = cap.file();
    boolean writeable = file.readOnly() != file;
    return row("Write cap of its file", writeable ? Optional.of(file) : Optional.empty())
        + row("Read cap of its file", Optional.of(file.readOnly()))
        + row("Verify cap of its file", file.verifier());
  }

  private static String row(String name, Optional<? extends Capability> cap) {
    return cap.map(
            known ->
                "<tr><th>%s</th><td class=\"cap\"><code>%s</code></td></tr>\n"
                    .formatted(name, Escapes.html(known.text())))
        .orElse("");
  }

  /** The contents as text; those of a directory are what its file has. */
  private static String raw(FilesystemNode node, String root) {
    Optional<? extends Capability> cap =
        switch (node) {
          case FileNode file -> file.bestCap();
          case Directory directory -> Optional.of(directory.cap().file());
          case FilesystemNode _ -> Optional.empty();
        };
    return cap.map(
            known ->
                " · <a href=\"%sfile/%s/@@named=/raw.txt\">raw contents</a>"
                    .formatted(root, PercentEncoding.encode(known.text())))
        .orElse("");
  }

  private String forms(FilesystemNode node, String root) {
    String cap = PercentEncoding.encode(DeepJson.text(node.bestCap()));
    String place = "%suri/%s%s".formatted(root, cap, node instanceof Directory ? "/" : "");
    boolean hasShares =
        (node instanceof FileNode || node instanceof Directory)
            && node instanceof KnownNode known
            && known.storageIndex().isPresent();
    StringBuilder forms = new StringBuilder();
    if (hasShares) {
      forms.append(Forms.check("Check this", place, "check"));
    }
    if (node instanceof MutableFileNode && node.writeCap().isPresent()) {
      forms.append(Forms.replaceContents(place, "%suri/%s?t=info".formatted(root, cap)));
    }
    if (node instanceof Directory) {
      forms
          .append(Forms.deepCheck(place, handle()))
          .append(Forms.deep("Size of all below", place, "start-deep-size", handle()))
          .append(Forms.deep("Statistics of all below", place, "start-deep-stats", handle()))
          .append(Forms.manifest(place, handle()));
    }
    return forms.toString();
  }

  private String handle() {
    byte[] bytes = new byte[HANDLE_BYTES];
    random.nextBytes(bytes);
    return Base32.encode(bytes);
  }
}
