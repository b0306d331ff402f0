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
    Optional<Long> size = size(node);
    boolean prohibited = node instanceof ProhibitedNode;
    return new Child(
        link.name(),
        kind(node).code,
        kind(node).words,
        node instanceof Directory ? "directory" : node instanceof FileNode ? "file" : "other",
        prohibited ? "" : target(link, here, root),
        prohibited ? "" : info(link, here, root),
        size,
        size.map(Quantities::size).orElse(node instanceof FileNode ? "?" : "–"),
        LinkTimes.words(link.metadata()),
        String.join(", ", LinkTimes.lines(link.metadata())),
        LinkTimes.changed(link.metadata()),
        prohibited ? "" : DeepJson.text(node.bestCap()),
        node instanceof ProhibitedNode refused ? refused.reason() : "");
  }

  /** The number of bytes, if it is known without asking the grid. */
  static Optional<Long> size(FilesystemNode node) {
    return node instanceof FileNode file && file.knownSize().isPresent()
        ? Optional.of(file.knownSize().getAsLong())
        : Optional.empty();
  }

  /** What an entry is, for programs and for people, in the order of the page. */
  enum Type {
    DIRECTORY("DIR", "directory"),
    READ_ONLY_DIRECTORY("DIR-RO", "directory, read-only"),
    IMMUTABLE_DIRECTORY("DIR-IMM", "directory, immutable"),
    FILE("FILE", "file"),
    MUTABLE_FILE("SSK", "file that changes"),
    UNKNOWN("?", "unknown"),
    READ_ONLY_UNKNOWN("?-RO", "unknown, read-only"),
    IMMUTABLE_UNKNOWN("?-IMM", "unknown, immutable"),
    PROHIBITED_DIRECTORY("DIR-BLACKLISTED", "prohibited directory"),
    PROHIBITED("BLACKLISTED", "prohibited");

    private final String code;
    private final String words;

    Type(String code, String words) {
      this.code = code;
      this.words = words;
    }
  }

  /** What an entry is. */
  static Type kind(FilesystemNode node) {
    return switch (node) {
      case MutableFileNode _ -> Type.MUTABLE_FILE;
      case FileNode _ -> Type.FILE;
      case Directory directory when directory.isWriteable() -> Type.DIRECTORY;
      case Directory directory ->
          directory.isMutable() ? Type.READ_ONLY_DIRECTORY : Type.IMMUTABLE_DIRECTORY;
      case ProhibitedNode prohibited ->
          prohibited.cap() instanceof DirectoryCap ? Type.PROHIBITED_DIRECTORY : Type.PROHIBITED;
      case VerifierNode _ -> Type.UNKNOWN;
      case UnknownNode unknown when unknown.writeCap().isPresent() -> Type.UNKNOWN;
      case UnknownNode unknown ->
          unknown.isAllegedlyImmutable() ? Type.IMMUTABLE_UNKNOWN : Type.READ_ONLY_UNKNOWN;
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
