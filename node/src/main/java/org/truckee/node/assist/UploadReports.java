package org.truckee.node.assist;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.truckee.capability.ChkVerifyCap;
import org.truckee.capability.UriExtensionHash;
import org.truckee.crypto.StorageIndex;
import org.truckee.foolscap.value.Bytes;
import org.truckee.foolscap.value.Sequence;
import org.truckee.foolscap.value.Value;
import org.truckee.grid.GridException;
import org.truckee.grid.ServerId;
import org.truckee.grid.immutable.UriExtension;
import org.truckee.grid.immutable.UriExtensionException;
import org.truckee.grid.immutable.assist.AssistedFile;
import org.truckee.grid.immutable.upload.HelperReport;
import org.truckee.grid.immutable.upload.UntrueReportException;
import org.truckee.storage.ShareNumber;

/** What a helper says of an upload, on the wire ({@code spec/07 §10.4}). */
public final class UploadReports {
  /** The class of the object on the wire. */
  public static final String CLASS = "allmydata.upload.UploadResults.tahoe.allmydata.com";

  private static final Set<String> NUMBERS =
      Set.of("size", "segment_size", "num_segments", "needed_shares", "total_shares");
  private static final int MOST_SHARES = 256;
  private static final double NANOS = 1e9;
  private static final double MOST_SECONDS = 1e9;

  private UploadReports() {}

  /** The object that is sent. */
  static Value toValue(StorageIndex index, AssistedFile file) throws GridException {
    Optional<AssistedFile.Upload> upload = file.upload();
    UriExtensionHash hash = new UriExtensionHash(file.uriExtension().hash());
    Map<String, Value> attributes = new LinkedHashMap<>();
    attributes.put("timings", timings(upload));
    attributes.put("sharemap", sharemap(file.shares()));
    attributes.put("servermap", upload.isPresent() ? servermap(file) : Value.dict(Map.of()));
    attributes.put("file_size", number(upload.map(AssistedFile.Upload::size)));
    attributes.put("ciphertext_fetched", number(upload.map(AssistedFile.Upload::fetched)));
    attributes.put("uri", Value.None.NONE);
    attributes.put("preexisting_shares", Value.of(file.preexisting()));
    int pushed = file.shares().values().stream().mapToInt(Set::size).sum();
    attributes.put("pushed_shares", Value.of(upload.isPresent() ? pushed : 0));
    attributes.put("uri_extension_hash", Value.bytes(hash.bytes()));
    attributes.put("uri_extension_data", data(file.uriExtension()));
    if (upload.isPresent()) {
      attributes.put(
          "verifycapstr", Value.bytes(verifyCap(index, hash, file.uriExtension()).text()));
    }
    return new Value.Copyable(CLASS, attributes);
  }

  private static ChkVerifyCap verifyCap(
      StorageIndex index, UriExtensionHash hash, UriExtension extension) throws GridException {
    try {
      return new ChkVerifyCap(
          index,
          hash,
          (int) extension.requiredNumber("needed_shares"),
          (int) extension.requiredNumber("total_shares"),
          extension.requiredNumber("size"));
    } catch (UriExtensionException e) {
      throw new GridException("the shares that were made are not right", e);
    }
  }

  private static Value number(Optional<Long> number) {
    return number.map(Value::of).orElse(Value.None.NONE);
  }

  private static Value timings(Optional<AssistedFile.Upload> upload) {
    SortedMap<Value.Text, Value> timings = new TreeMap<>();
    upload
        .map(AssistedFile.Upload::timings)
        .orElse(Map.of())
        .forEach(
            (name, time) ->
                timings.put(new Value.Text(name), new Value.Real(time.toNanos() / NANOS)));
    return Value.dict(timings);
  }

  private static Value sharemap(SortedMap<ShareNumber, SortedSet<ServerId>> shares) {
    Map<Value, Value> map = new LinkedHashMap<>();
    shares.forEach(
        (share, servers) ->
            map.put(
                Value.of(share.value()),
                new Sequence(
                    Sequence.Kind.SET,
                    servers.stream().map(server -> Value.bytes(server.longName())).toList())));
    return Value.dict(map);
  }

  private static Value servermap(AssistedFile file) {
    Map<ServerId, List<Value>> byServer = new TreeMap<>();
    file.shares()
        .forEach(
            (share, servers) ->
                servers.forEach(
                    server ->
                        byServer
                            .computeIfAbsent(server, _ -> new ArrayList<>())
                            .add(Value.of(share.value()))));
    Map<Value, Value> map = new LinkedHashMap<>();
    byServer.forEach(
        (server, numbers) ->
            map.put(Value.bytes(server.longName()), new Sequence(Sequence.Kind.SET, numbers)));
    return Value.dict(map);
  }

  private static Value data(UriExtension extension) throws GridException {
    SortedMap<Value.Text, Value> data = new TreeMap<>();
    try {
      for (Map.Entry<String, byte[]> field : extension.fields().entrySet()) {
        data.put(
            new Value.Text(field.getKey()),
            NUMBERS.contains(field.getKey())
                ? Value.of(extension.requiredNumber(field.getKey()))
                : Value.bytes(field.getValue()));
      }
    } catch (UriExtensionException e) {
      throw new GridException("the shares of the file say nonsense: " + e.getMessage(), e);
    }
    return Value.dict(data);
  }

  /**
   * What was received.
   *
   * @throws UntrueReportException if that is no report
   */
  static HelperReport fromValue(Value value) throws UntrueReportException {
    if (!(value instanceof Value.Copyable(String name, Map<String, Value> attributes))
        || !name.equals(CLASS)) {
      throw nonsense("no results");
    }
    if (!(attributes.get("uri_extension_hash") instanceof Bytes hash)
        || hash.length() != UriExtensionHash.LENGTH) {
      throw nonsense("no hash of the file's description");
    }
    OptionalLong fetched = number(attributes, "ciphertext_fetched");
    OptionalLong pushed = number(attributes, "pushed_shares");
    return new HelperReport(
        extension(attributes.get("uri_extension_data")),
        new UriExtensionHash(hash.array()),
        fetched,
        Math.clamp(number(attributes, "preexisting_shares").orElse(0), 0, MOST_SHARES),
        pushed.orElse(0) > 0 ? shares(attributes.get("sharemap")) : new TreeMap<>(),
        durations(attributes.get("timings")));
  }

  private static UntrueReportException nonsense(String what) {
    return new UntrueReportException("the helper's answer cannot be used: it has " + what);
  }

  private static OptionalLong number(Map<String, Value> attributes, String name) {
    return attributes.get(name) instanceof Value.Int(BigInteger number)
            && number.bitLength() < Long.SIZE
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  private static UriExtension extension(Value value) throws UntrueReportException {
    if (!(value instanceof Value.Dict(Map<Value, Value> data))) {
      throw nonsense("no description of the file");
    }
    Map<String, byte[]> fields = new HashMap<>();
    for (Map.Entry<Value, Value> field : data.entrySet()) {
      fields.put(text(field.getKey()), fieldBytes(field.getValue()));
    }
    return new UriExtension(fields);
  }

  private static byte[] fieldBytes(Value value) throws UntrueReportException {
    return switch (value) {
      case Bytes bytes -> bytes.array();
      case Value.Int(BigInteger number) -> number.toString().getBytes(StandardCharsets.US_ASCII);
      default -> throw nonsense("a strange description of the file");
    };
  }

  /** Keys are text, of very old helpers bytes. */
  private static String text(Value value) throws UntrueReportException {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Bytes bytes -> new String(bytes.array(), StandardCharsets.UTF_8);
      default -> throw nonsense("a strange key");
    };
  }

  /** What cannot be understood is left out: it is only for people. */
  private static SortedMap<ShareNumber, SortedSet<ServerId>> shares(Value value) {
    SortedMap<ShareNumber, SortedSet<ServerId>> shares = new TreeMap<>();
    if (value instanceof Value.Dict(Map<Value, Value> map)) {
      map.forEach(
          (share, servers) -> {
            if (share instanceof Value.Int(BigInteger number)
                && number.signum() >= 0
                && number.bitLength() <= Byte.SIZE
                && servers instanceof Sequence sequence) {
              SortedSet<ServerId> ids = new TreeSet<>();
              sequence.items().forEach(item -> serverId(item).ifPresent(ids::add));
              shares.put(new ShareNumber(number.intValue()), ids);
            }
          });
    }
    return shares;
  }

  private static Optional<ServerId> serverId(Value value) {
    return value instanceof Bytes bytes && bytes.length() > 0
        ? Optional.of(new ServerId(new String(bytes.array(), StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private static Map<String, Duration> durations(Value value) {
    Map<String, Duration> durations = new HashMap<>();
    if (value instanceof Value.Dict(Map<Value, Value> map)) {
      map.forEach(
          (name, time) -> {
            if (name instanceof Value.Text(String text)
                && time instanceof Value.Real(double seconds)
                && seconds >= 0
                && seconds < MOST_SECONDS) {
              durations.put(text, Duration.ofNanos((long) (seconds * NANOS)));
            }
          });
    }
    return durations;
  }
}
