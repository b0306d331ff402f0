package org.truckee.sftp.protocol;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of packets. */
enum PacketType {
  INIT(1),
  VERSION(2),
  OPEN(3),
  CLOSE(4),
  READ(5),
  WRITE(6),
  LSTAT(7),
  FSTAT(8),
  SETSTAT(9),
  FSETSTAT(10),
  OPENDIR(11),
  READDIR(12),
  REMOVE(13),
  MKDIR(14),
  RMDIR(15),
  REALPATH(16),
  STAT(17),
  RENAME(18),
  READLINK(19),
  SYMLINK(20),
  STATUS(101),
  HANDLE(102),
  DATA(103),
  NAME(104),
  ATTRS(105),
  EXTENDED(200),
  EXTENDED_REPLY(201);

  private static final PacketType[] BY_NUMBER = new PacketType[256];

  static {
    Arrays.stream(values()).forEach(type -> BY_NUMBER[type.number] = type);
  }

  private final int number;

  PacketType(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Optional<PacketType> of(int number) {
    return Optional.ofNullable(BY_NUMBER[number]);
  }
}
