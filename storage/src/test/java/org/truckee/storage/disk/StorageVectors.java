package org.truckee.storage.disk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.truckee.crypto.Vectors;
import org.truckee.storage.LeaseSecret;
import org.truckee.storage.LeaseSecrets;
import org.truckee.storage.ShareUpdate;

/** The recorded storage server of the reference, in our types. */
final class StorageVectors {
  static final JsonNode ALL = Vectors.load(StorageVectors.class, "/vectors/storage-server.json");
  static final byte[] NODE_ID = Vectors.bytes(ALL.at("/about/node_id_hex"));

  private StorageVectors() {}

  /** A file in memory. */
  static ReadableBytes file(byte[] content) {
    return new ReadableBytes() {
      @Override
      public long length() {
        return content.length;
      }

      @Override
      public int read(long position, ByteBuffer target) {
        int count = Math.clamp(content.length - position, 0, target.remaining());
        if (count > 0) {
          target.put(content, (int) position, count);
        }
        return count;
      }
    };
  }

  /** All bytes of a file as it will be. */
  static byte[] content(ReadableBytes file) throws IOException {
    byte[] content = new byte[Math.toIntExact(file.length())];
    file.read(0, ByteBuffer.wrap(content));
    return content;
  }

  static Lease lease(JsonNode node) {
    JsonNode cancel = node.path("cancel_secret");
    return new Lease(
        node.path("owner").asInt(),
        new LeaseSecrets(
            new LeaseSecret(Vectors.bytes(node.required("renew_secret"))),
            new LeaseSecret(cancel.isMissingNode() ? new byte[32] : Vectors.bytes(cancel))),
        node.required("expiration").longValue());
  }

  static LeaseSecrets secrets(JsonNode node) {
    return new LeaseSecrets(
        new LeaseSecret(Vectors.bytes(node.required("renew_secret"))),
        new LeaseSecret(Vectors.bytes(node.required("cancel_secret"))));
  }

  static List<ShareUpdate.Write> writes(JsonNode node) {
    return Vectors.list(
        node,
        write ->
            new ShareUpdate.Write(
                write.required("offset").longValue(), Vectors.bytes(write.required("data"))));
  }

  static OptionalLong newLength(JsonNode node) {
    return node.isNull() ? OptionalLong.empty() : OptionalLong.of(node.longValue());
  }

  /**
   * What is below the storage directory, in the form of {@code tree_after}: files with their
   * content, and directories in which nothing is with a slash. Files of our own are left out.
   */
  static SortedMap<String, String> tree(Path root) throws IOException {
    SortedMap<String, String> tree = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root.resolve("shares"))) {
      for (Path path : paths.filter(path -> !isOurs(path)).toList()) {
        String name = root.relativize(path).toString();
        if (Files.isRegularFile(path)) {
          tree.put(name, HexFormat.of().formatHex(Files.readAllBytes(path)));
        } else if (isEmpty(path)) {
          tree.put(name + "/", "");
        }
      }
    }
    return tree;
  }

  private static boolean isOurs(Path path) {
    return path.getFileName().toString().startsWith("truckee.");
  }

  private static boolean isEmpty(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.allMatch(StorageVectors::isOurs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The recorded {@code tree_after}; a file of which only the size was kept has no content. */
  static SortedMap<String, String> recordedTree(JsonNode node) {
    SortedMap<String, String> tree = new TreeMap<>();
    node.properties()
        .forEach(
            file ->
                tree.put(
                    file.getKey(),
                    file.getValue().isNumber()
                        ? "size " + file.getValue().longValue()
                        : file.getValue().isNull() ? "" : file.getValue().textValue()));
    return tree;
  }

  /** The tree with contents replaced by sizes wherever {@code recorded} has only those. */
  static SortedMap<String, String> comparable(
      SortedMap<String, String> tree, SortedMap<String, String> recorded) {
    SortedMap<String, String> comparable = new TreeMap<>(tree);
    recorded.forEach(
        (name, content) -> {
          if (content.startsWith("size ")) {
            comparable.computeIfPresent(name, (key, hex) -> "size " + hex.length() / 2);
          }
        });
    return comparable;
  }

  /** The steps of a list of scenarios or containers, to be named one by one. */
  static List<JsonNode> list(String key) {
    List<JsonNode> nodes = new ArrayList<>();
    ALL.required(key).forEach(nodes::add);
    return nodes;
  }
}
