package org.truckee.sftp.protocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is said of a file, by a client or to one; what is not said is empty.
 *
 * @param size in bytes, unsigned
 * @param permissions kind and mode bits as Unix has them
 * @param times when it was last used and changed
 * @param extended whatever else, by name
 */
public record Attributes(
    OptionalLong size,
    OptionalInt permissions,
    Optional<Times> times,
    Map<String, String> extended) {
  /** Nothing is said. */
  public static final Attributes NONE =
      new Attributes(OptionalLong.empty(), OptionalInt.empty(), Optional.empty(), Map.of());

  private static final int SIZE = 1;
  private static final int OWNER = 2;
  private static final int PERMISSIONS = 4;
  private static final int TIMES = 8;
  private static final int EXTENDED = 0x80000000;
  private static final int MAX_EXTENDED = 256;
  private static final int OWNER_MAY_WRITE = 0200;

  /**
   * Two times.
   *
   * @param accessed in seconds since 1970, unsigned and modulo 2³²
   * @param modified likewise
   */
  public record Times(int accessed, int modified) {}

  /** Copies the map and keeps its order. */
  public Attributes {
    extended = Collections.unmodifiableMap(new LinkedHashMap<>(extended));
  }

  /** Whether the permissions are given and the owner may not write. */
  public boolean forbidWriting() {
    return permissions.isPresent() && (permissions.getAsInt() & OWNER_MAY_WRITE) == 0;
  }

  /** These attributes with another size. */
  public Attributes withSize(long bytes) {
    return new Attributes(OptionalLong.of(bytes), permissions, times, extended);
  }

  static Attributes read(PacketReader in) throws MalformedPacketException {
    int flags = in.uint32();
    OptionalLong size = (flags & SIZE) != 0 ? OptionalLong.of(in.uint64()) : OptionalLong.empty();
    if ((flags & OWNER) != 0) {
      in.uint32();
      in.uint32();
    }
    OptionalInt permissions =
        (flags & PERMISSIONS) != 0 ? OptionalInt.of(in.uint32()) : OptionalInt.empty();
    Optional<Times> times =
        (flags & TIMES) != 0 ? Optional.of(new Times(in.uint32(), in.uint32())) : Optional.empty();
    Map<String, String> extended = (flags & EXTENDED) != 0 ? extended(in) : Map.of();
    return new Attributes(size, permissions, times, extended);
  }

  private static Map<String, String> extended(PacketReader in) throws MalformedPacketException {
    int count = in.uint32();
    if (count < 0 || count > MAX_EXTENDED) {
      throw in.malformed("more than " + MAX_EXTENDED + " extended attributes");
    }
    Map<String, String> extended = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      extended.put(in.text(), in.text());
    }
    return extended;
  }

  void write(PacketWriter out) {
    int flags =
        (size.isPresent() ? SIZE : 0)
            | (permissions.isPresent() ? PERMISSIONS : 0)
            | (times.isPresent() ? TIMES : 0);
    out.uint32(flags);
    size.ifPresent(out::uint64);
    permissions.ifPresent(out::uint32);
    times.ifPresent(
        both -> {
          out.uint32(both.accessed());
          out.uint32(both.modified());
        });
  }
}
