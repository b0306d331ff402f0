package org.truckee.web.api;

import java.util.Optional;
import org.truckee.capability.DirectoryCap;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Link;
import org.truckee.grid.MutableFileNode;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.http.PercentEncoding;
import org.truckee.web.pages.FolderView.Child;

/** The entries of a directory as its page shows them ({@code spec/08 §20.2}). */
final class DirectoryRows {
  private DirectoryRows() {}

  /**
   * One entry.
   *
   * @param here the address of the directory, with a slash at the end
   * @param root that of the site
   */
  static Child child(Link link, String here, String root) {
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
