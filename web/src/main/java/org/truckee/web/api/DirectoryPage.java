package org.truckee.web.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.truckee.web.pages.DirectoryView;
import org.truckee.web.pages.DirectoryView.Child;
import org.truckee.web.pages.DirectoryView.Crumb;
import org.truckee.web.pages.DirectoryView.Share;
import org.truckee.web.pages.Frame;
import org.truckee.web.pages.Pages;
import org.truckee.web.pages.QrPicture;

/**
 * A directory for people: the names of its children, and where they lead ({@code spec/08 §12.1}).
 */
final class DirectoryPage implements Operation<Reached<Directory>> {
  /** How much a QR code can carry well. */
  private static final int LONGEST_CODE = 1000;

  @Override
  public void perform(Reached<Directory> directory, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (!Tags.notModified(directory.node(), request)) {
      Frame frame =
          new Frame(
              title(directory.node()),
              Html.root(request.path()),
              SafeHeaders.ofPage(request.http()));
      String page = Pages.directory(frame, view(directory.node(), request, frame.root()));
      request.respond(200, Html.PAGE_TYPE, page);
    }
  }

  /** By its storage index: the capability must not be in titles, which browsers keep. */
  private static String title(Directory directory) {
    String index = directory.storageIndex().map(StorageIndex::abbreviated).orElse("<LIT>");
    return "Directory %s %s".formatted(index, kind(directory));
  }

  private static DirectoryView view(Directory directory, WebRequest request, String root)
      throws IOException, InterruptedException {
    List<String> names = names(request.path());
    List<Child> children = List.of();
    String failure = "";
    try {
      children = children(directory, here(request.path(), names, root), root);
    } catch (GridException e) {
      failure = GridFailure.of(e).message();
    }
    return new DirectoryView(
        names.isEmpty() ? "Directory" : names.getLast(),
        kind(directory),
        crumbs(request.path(), names, root),
        here(request.path(), names, root),
        directory.isWriteable() && failure.isEmpty(),
        children,
        sharing(directory, root),
        failure,
        request.arguments().text("results").orElse(""));
  }

  private static List<Child> children(Directory directory, String here, String root)
      throws IOException, InterruptedException {
    return directory.list().links().stream()
        .sorted(Comparator.comparing(Link::name, NameOrder.BY_CODE_POINTS))
        .map(link -> child(link, here, root))
        .toList();
  }

  /** The names behind the capability. */
  private static List<String> names(UrlPath path) {
    return path.pieces().stream().skip(2).filter(name -> !name.isEmpty()).toList();
  }

  /** The address of a directory above, so that the way to it stays to be seen. */
  private static String here(UrlPath path, List<String> names, String root) {
    return Stream.concat(path.pieces().stream().limit(2), names.stream())
        .map(PercentEncoding::encode)
        .collect(Collectors.joining("/", root, "/"));
  }

  private static List<Crumb> crumbs(UrlPath path, List<String> names, String root) {
    List<Crumb> crumbs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      crumbs.add(
          new Crumb(
              i == 0 ? "Directory" : names.get(i - 1), here(path, names.subList(0, i), root)));
    }
    return crumbs;
  }

  private static List<Share> sharing(Directory directory, String root) {
    List<Share> all = new ArrayList<>();
    directory
        .readCap()
        .ifPresent(
            cap ->
                all.add(
                    share(
                        "To read",
                        "Who has this can list the directory and read everything below it, but"
                            + " change nothing. It cannot be taken back.",
                        cap,
                        root)));
    if (directory.isWriteable()) {
      directory
          .bestCap()
          .ifPresent(
              cap ->
                  all.add(
                      share(
                          "To read and change",
                          "Who has this can also add, replace and remove what is in it, and give"
                              + " it to others.",
                          cap,
                          root)));
    }
    all.removeIf(share -> share.cap().length() > LONGEST_CODE);
    return all;
  }

  private static Share share(String title, String text, Capability cap, String root) {
    String address = "%suri/%s/".formatted(root, PercentEncoding.encode(cap.text()));
    String code = cap.text().length() > LONGEST_CODE ? "" : cap.text();
    return new Share(title, text, cap.text(), address, QrPicture.of(code));
  }

  private static String kind(Directory directory) {
    if (!directory.isMutable()) {
      return "(immutable)";
    }
    return directory.isWriteable() ? "(modifiable)" : "(read-only)";
  }

  private static Child child(Link link, String here, String root) {
    FilesystemNode node = link.node();
    Optional<Long> size =
        node instanceof FileNode file && file.knownSize().isPresent()
            ? Optional.of(file.knownSize().getAsLong())
            : Optional.empty();
    boolean prohibited = node instanceof ProhibitedNode;
    return new Child(
        link.name(),
        type(node),
        node instanceof Directory ? "directory" : node instanceof FileNode ? "file" : "other",
        prohibited ? "" : target(link, here, root),
        prohibited ? "" : info(link, here, root),
        size,
        size.map(Quantities::size).orElse(node instanceof FileNode ? "?" : "–"),
        LinkTimes.lines(link.metadata()),
        LinkTimes.changed(link.metadata()),
        prohibited ? "" : DeepJson.text(node.bestCap()),
        node instanceof ProhibitedNode refused ? refused.reason() : "");
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

  private static String info(Link link, String here, String root) {
    return switch (link.node()) {
      case Directory directory ->
          "%suri/%s/?t=info"
              .formatted(root, PercentEncoding.encode(DeepJson.text(directory.bestCap())));
      case FileNode file ->
          "%suri/%s?t=info".formatted(root, PercentEncoding.encode(DeepJson.text(file.bestCap())));
      case FilesystemNode _ -> "%s%s?t=info".formatted(here, PercentEncoding.encode(link.name()));
    };
  }

  /**
   * Files by the cap alone: what is in one must not learn of the directory ({@code spec/08 §1.1}).
   */
  private static String target(Link link, String here, String root) {
    return switch (link.node()) {
      case FileNode file ->
          "%sfile/%s/@@named=/%s"
              .formatted(
                  root,
                  PercentEncoding.encode(DeepJson.text(file.bestCap())),
                  PercentEncoding.encode(link.name()));
      case Directory _ -> "%s%s/".formatted(here, PercentEncoding.encode(link.name()));
      case FilesystemNode _ -> "";
    };
  }
}
