package org.truckee.wire.foolscap;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Value;
import org.truckee.storage.ProtocolException;
import org.truckee.storage.ServerVersion;

/** What a server says of itself, on the wire ({@code spec/07 §9.1}). */
final class Versions {
  private static final Value PROTOCOL =
      Value.bytes("http://allmydata.org/tahoe/protocols/storage/v1");
  private static final Value APPLICATION = Value.bytes("application-version");
  private static final Value IMMUTABLE = Value.bytes("maximum-immutable-share-size");
  private static final Value MUTABLE = Value.bytes("maximum-mutable-share-size");
  private static final Value AVAILABLE = Value.bytes("available-space");

  private Versions() {}

  static Value toValue(ServerVersion version) {
    Map<Value, Value> protocol = new LinkedHashMap<>();
    protocol.put(AVAILABLE, Value.of(version.availableSpace()));
    protocol.put(Value.bytes("delete-mutable-shares-with-zero-length-writev"), Value.Bool.TRUE);
    protocol.put(Value.bytes("fills-holes-with-zero-bytes"), Value.Bool.TRUE);
    protocol.put(IMMUTABLE, Value.of(version.maximumImmutableShareSize()));
    protocol.put(MUTABLE, Value.of(version.maximumMutableShareSize()));
    protocol.put(Value.bytes("prevents-read-past-end-of-share-data"), Value.Bool.TRUE);
    protocol.put(Value.bytes("tolerates-immutable-read-overrun"), Value.Bool.TRUE);
    Map<Value, Value> all = new LinkedHashMap<>();
    all.put(APPLICATION, Value.bytes(version.applicationVersion()));
    all.put(PROTOCOL, Value.dict(protocol));
    return Value.dict(all);
  }

  static ServerVersion fromValue(Value value) throws ProtocolException {
    if (!(value instanceof Value.Dict(Map<Value, Value> all))
        || !(all.get(PROTOCOL) instanceof Value.Dict(Map<Value, Value> protocol))) {
      throw new ProtocolException("the server's version is not that of a storage server");
    }
    String application =
        all.get(APPLICATION) instanceof Bytes bytes
            ? new String(bytes.array(), StandardCharsets.UTF_8)
            : "unknown";
    long immutable = size(protocol, IMMUTABLE, 0);
    return new ServerVersion(
        immutable,
        size(protocol, MUTABLE, Long.MAX_VALUE),
        size(protocol, AVAILABLE, immutable),
        application);
  }

  private static long size(Map<Value, Value> protocol, Value key, long otherwise) {
    return protocol.get(key) instanceof Value.Int(BigInteger number)
        ? number.bitLength() < Long.SIZE ? Math.max(0, number.longValue()) : Long.MAX_VALUE
        : otherwise;
  }
}
