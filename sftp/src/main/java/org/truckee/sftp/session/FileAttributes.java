package org.truckee.sftp.session;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.truckee.grid.Directory;
import org.truckee.grid.FileNode;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.JsonValue;
import org.truckee.grid.KnownNode;
import org.truckee.grid.Link;
import org.truckee.grid.Metadata;
import org.truckee.grid.ProhibitedNode;
import org.truckee.grid.UnknownNode;
import org.truckee.grid.VerifierNode;
import org.truckee.sftp.protocol.Attributes;

/** What is said of files to clients, and what clients say of them ({@code spec/11 §A3}). */
final class FileAttributes {
  private static final int DIRECTORY = 040777;
  private static final int FILE = 0100666;
  private static final int WRITE_BITS = 0222;
  private static final String NO_WRITE = "no-write";
  private static final String MODIFIED = "mtime";
  private static final String EXTENDED = "ext_";
  private static final double SECONDS = 0x1p32;

  private FileAttributes() {}

  /** Of an entry of a directory. */
  static Attributes of(Directory parent, Link link) {
    return attributes(link.node(), isReadOnly(parent, link), link.metadata());
  }

  /** Of something without a name. */
  static Attributes of(FilesystemNode node) {
    return attributes(node, isReadOnly(node), Metadata.EMPTY);
  }

  /** Of a file that is not in the grid yet. */
  static Attributes ofNew(boolean readOnly) {
    return new Attributes(
        OptionalLong.of(0),
        OptionalInt.of(readOnly ? FILE & ~WRITE_BITS : FILE),
        Optional.empty(),
        Map.of());
  }

  /** Whether an entry cannot be written ({@code spec/11 §A3.2}). */
  static boolean isReadOnly(Directory parent, Link link) {
    return switch (link.node()) {
      case UnknownNode _, VerifierNode _, ProhibitedNode _ -> true;
      case KnownNode node when node.isMutable() -> node.writeCap().isEmpty();
      case Directory _ -> true;
      case FileNode _ -> !parent.isWriteable() || link.metadata().isNoWrite();
    };
  }

  /** Whether something without a name cannot be written. */
  static boolean isReadOnly(FilesystemNode node) {
    return node instanceof UnknownNode || node.writeCap().isEmpty();
  }

  private static Attributes attributes(FilesystemNode node, boolean readOnly, Metadata metadata) {
    int mode =
        switch (node) {
          case UnknownNode _, VerifierNode _ -> 0;
          case Directory _ -> DIRECTORY;
          case FileNode _, ProhibitedNode _ -> FILE;
        };
    OptionalLong size = node instanceof FileNode file ? file.knownSize() : OptionalLong.empty();
    return new Attributes(
        size, OptionalInt.of(readOnly ? mode & ~WRITE_BITS : mode), times(metadata), Map.of());
  }

  private static Optional<Attributes.Times> times(Metadata metadata) {
    return metadata
        .linkModified()
        .or(() -> metadata.members().get(MODIFIED).flatMap(FileAttributes::number))
        .filter(Double::isFinite)
        .map(
            seconds -> {
              int wrapped = (int) (long) (Math.floor(seconds) % SECONDS);
              return new Attributes.Times(wrapped, wrapped);
            });
  }

  private static Optional<Double> number(JsonValue value) {
    return switch (value) {
      case JsonValue.Real(double real) -> Optional.of(real);
      case JsonValue.Whole whole -> Optional.of(whole.value().doubleValue());
      case JsonValue _ -> Optional.empty();
    };
  }

  /** What a link keeps of what a client says ({@code spec/11 §A3.3}). */
  static Metadata metadata(Attributes said) {
    return new Metadata(
        said.forbidWriting()
            ? content(said).with(NO_WRITE, new JsonValue.Bool(true))
            : content(said));
  }

  /** The same without what is said of writing. */
  static Metadata metadataWithoutPermissions(Attributes said) {
    return new Metadata(content(said));
  }

  private static JsonValue.Members content(Attributes said) {
    JsonValue.Members members = JsonValue.Members.NONE;
    if (said.times().isPresent()) {
      long modified = Integer.toUnsignedLong(said.times().get().modified());
      members = members.with(MODIFIED, new JsonValue.Whole(BigInteger.valueOf(modified)));
    }
    for (Map.Entry<String, String> extended : said.extended().entrySet()) {
      members = members.with(EXTENDED + extended.getKey(), new JsonValue.Text(extended.getValue()));
    }
    return members;
  }
}
