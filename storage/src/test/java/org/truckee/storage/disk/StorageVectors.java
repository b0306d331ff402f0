package org.truckee.storage.disk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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

  /** The steps of a list of scenarios or containers, to be named one by one. */
  static List<JsonNode> list(String key) {
    List<JsonNode> nodes = new ArrayList<>();
    ALL.required(key).forEach(nodes::add);
    return nodes;
  }
}
