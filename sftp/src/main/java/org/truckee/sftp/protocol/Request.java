package org.truckee.sftp.protocol;

/** What a client asks for. Paths are bytes as they came. */
public sealed interface Request {
  /** The number by which the answer is told from others. */
  int id();

  /** A request that names a file by its path. */
  sealed interface OfPath extends Request {
    byte[] path();
  }

  /** A request that is about an open file. */
  sealed interface OfHandle extends Request {
    byte[] handle();
  }

  /** The first packet; it has a version in place of a number. */
  record Init(int version) implements Request {
    @Override
    public int id() {
      return 0;
    }
  }

  record Open(int id, byte[] path, OpenFlags flags, Attributes attributes) implements OfPath {}

  record Close(int id, byte[] handle) implements OfHandle {}

  /** The offset is unsigned, and so is the length, which is cut to what an int can hold. */
  record Read(int id, byte[] handle, long offset, int length) implements OfHandle {}

  record Write(int id, byte[] handle, long offset, byte[] data) implements OfHandle {}

  record Stat(int id, byte[] path) implements OfPath {}

  record FStat(int id, byte[] handle) implements OfHandle {}

  record SetStat(int id, byte[] path, Attributes attributes) implements OfPath {}

  record FSetStat(int id, byte[] handle, Attributes attributes) implements OfHandle {}

  record OpenDir(int id, byte[] path) implements OfPath {}

  record ReadDir(int id, byte[] handle) implements OfHandle {}

  record Remove(int id, byte[] path) implements OfPath {}

  record MkDir(int id, byte[] path, Attributes attributes) implements OfPath {}

  record RmDir(int id, byte[] path) implements OfPath {}

  record RealPath(int id, byte[] path) implements OfPath {}

  /** With {@code replacing} the extension that clears the way. */
  record Rename(int id, byte[] path, byte[] target, boolean replacing) implements OfPath {}

  /** How full the store is; of which file is not said, since it is one store. */
  record StatVfs(int id) implements Request {}

  /** Something that is not done here. */
  record Unsupported(int id, String what) implements Request {}

  /** A malformed request of the extension that replaces. */
  record MalformedPosixRename(int id) implements Request {}

  /** What a standard rename is called when it replaces. */
  String POSIX_RENAME = "posix-rename@openssh.com";

  /** How full the store is, asked for a path. */
  String STATVFS = "statvfs@openssh.com";

  /** How full the store is, asked for a handle. */
  String FSTATVFS = "fstatvfs@openssh.com";

  /**
   * Reads one packet.
   *
   * @param packet without its length
   */
  static Request parse(byte[] packet) throws MalformedPacketException {
    PacketReader in = new PacketReader(packet);
    PacketType type = PacketType.of(in.uint8()).orElse(PacketType.EXTENDED_REPLY);
    if (type == PacketType.INIT) {
      return new Init(in.uint32());
    }
    int id = in.id();
    return switch (type) {
      case OPEN -> new Open(id, in.string(), new OpenFlags(in.uint32()), Attributes.read(in));
      case CLOSE -> new Close(id, in.string());
      case READ -> new Read(id, in.string(), in.uint64(), cut(in.uint32()));
      case WRITE -> new Write(id, in.string(), in.uint64(), in.string());
      case LSTAT, STAT -> new Stat(id, in.string());
      case FSTAT -> new FStat(id, in.string());
      case SETSTAT -> new SetStat(id, in.string(), Attributes.read(in));
      case FSETSTAT -> new FSetStat(id, in.string(), Attributes.read(in));
      case OPENDIR -> new OpenDir(id, in.string());
      case READDIR -> new ReadDir(id, in.string());
      case REMOVE -> new Remove(id, in.string());
      case MKDIR -> new MkDir(id, in.string(), Attributes.read(in));
      case RMDIR -> new RmDir(id, in.string());
      case REALPATH -> new RealPath(id, in.string());
      case RENAME -> new Rename(id, in.string(), in.string(), false);
      case READLINK -> new Unsupported(id, "readLink");
      case SYMLINK -> new Unsupported(id, "makeLink");
      case EXTENDED -> extended(id, in);
      case INIT, VERSION, STATUS, HANDLE, DATA, NAME, ATTRS, EXTENDED_REPLY ->
          new Unsupported(id, "unknown request");
    };
  }

  private static Request extended(int id, PacketReader in) throws MalformedPacketException {
    String name = in.text();
    return switch (name) {
      case POSIX_RENAME -> posixRename(id, in);
      case STATVFS, FSTATVFS -> new StatVfs(id);
      default -> new Unsupported(id, "extended request");
    };
  }

  private static Request posixRename(int id, PacketReader in) {
    try {
      return new Rename(id, in.string(), in.string(), true);
    } catch (MalformedPacketException _) {
      return new MalformedPosixRename(id);
    }
  }

  private static int cut(int unsigned) {
    return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
  }
}
