package org.truckee.sftp.protocol;

import java.util.List;

/** What a client is told. */
public sealed interface ReplyPacket {
  /** The packet with its length in front. */
  byte[] packet();

  /** The version that is spoken, and what is spoken beyond it. */
  record Version(int version) implements ReplyPacket {
    @Override
    public byte[] packet() {
      return new PacketWriter(PacketType.VERSION, 128)
          .uint32(version)
          .text(Request.POSIX_RENAME)
          .text("1")
          .text(Request.STATVFS)
          .text("2")
          .text(Request.FSTATVFS)
          .text("2")
          .packet();
    }
  }

  /** How it ended. */
  record Status(int id, StatusCode code, String message) implements ReplyPacket {
    @Override
    public byte[] packet() {
      return new PacketWriter(PacketType.STATUS, 64 + message.length())
          .uint32(id)
          .uint32(code.number())
          .text(message)
          .text("en")
          .packet();
    }
  }

  /** By what an open file is named from now on. */
  record Handle(int id, byte[] handle) implements ReplyPacket {
    @Override
    public byte[] packet() {
      return new PacketWriter(PacketType.HANDLE, 8 + handle.length)
          .uint32(id)
          .string(handle)
          .packet();
    }
  }

  /** Contents of a file: the first {@code length} bytes of an array. */
  record Data(int id, byte[] bytes, int length) implements ReplyPacket {
    @Override
    public byte[] packet() {
      return new PacketWriter(PacketType.DATA, 8 + length)
          .uint32(id)
          .string(bytes, length)
          .packet();
    }
  }

  /**
   * A name with what is said of it.
   *
   * @param name the name or path
   * @param longName the same as a line for people
   */
  record Name(String name, String longName, Attributes attributes) {}

  /** Names. */
  record Names(int id, List<Name> names) implements ReplyPacket {
    @Override
    public byte[] packet() {
      PacketWriter out = new PacketWriter(PacketType.NAME, 64 + 160 * names.size());
      out.uint32(id).uint32(names.size());
      for (Name name : names) {
        out.text(name.name()).text(name.longName());
        name.attributes().write(out);
      }
      return out.packet();
    }
  }

  /** What is said of one file. */
  record Attrs(int id, Attributes attributes) implements ReplyPacket {
    @Override
    public byte[] packet() {
      PacketWriter out = new PacketWriter(PacketType.ATTRS, 64).uint32(id);
      attributes.write(out);
      return out.packet();
    }
  }

  /** How full the store is, which nobody knows: the same figures as others give. */
  record Vfs(int id) implements ReplyPacket {
    /** The size of a block in bytes. */
    public static final long BLOCK = 1024;

    /** Blocks in all. */
    public static final long BLOCKS = 628_318_530;

    /** Blocks that are free. */
    public static final long FREE = 314_159_265;

    private static final long FILES = 200_000_000;
    private static final long FREE_FILES = 100_000_000;
    private static final long FILE_SYSTEM = 0x1af5;
    private static final long NO_SETUID = 2;
    private static final long LONGEST_NAME = 65535;

    @Override
    public byte[] packet() {
      return new PacketWriter(PacketType.EXTENDED_REPLY, 92)
          .uint32(id)
          .uint64(BLOCK)
          .uint64(BLOCK)
          .uint64(BLOCKS)
          .uint64(FREE)
          .uint64(FREE)
          .uint64(FILES)
          .uint64(FREE_FILES)
          .uint64(FREE_FILES)
          .uint64(FILE_SYSTEM)
          .uint64(NO_SETUID)
          .uint64(LONGEST_NAME)
          .packet();
    }
  }
}
