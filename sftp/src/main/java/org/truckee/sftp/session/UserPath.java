package org.truckee.sftp.session;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.truckee.sftp.protocol.SftpException;

/** A path as a user writes it ({@code spec/11 §A2}): names from the root on. */
record UserPath(List<String> names) {
  private static final int MOST_NAMES = 4096;

  UserPath {
    names = List.copyOf(names);
  }

  /**
   * Understands the bytes of a path; it always begins at the root.
   *
   * @throws SftpException if a name is not UTF-8
   */
  static UserPath parse(byte[] bytes) throws SftpException {
    int start = 0;
    int end = bytes.length;
    while (start < end && bytes[start] == '/') {
      start++;
    }
    while (end > start && bytes[end - 1] == '/') {
      end--;
    }
    List<String> names = new ArrayList<>();
    if (start < end) {
      split(bytes, start, end, names);
    }
    return new UserPath(names);
  }

  private static void split(byte[] bytes, int start, int end, List<String> names)
      throws SftpException {
    int from = start;
    for (int at = start; at <= end; at++) {
      if (at == end || bytes[at] == '/') {
        take(decode(bytes, from, at - from), names);
        from = at + 1;
      }
    }
  }

  private static void take(String name, List<String> names) throws SftpException {
    switch (name) {
      case "", "." -> {}
      case ".." -> {
        if (!names.isEmpty()) {
          names.removeLast();
        }
      }
      default -> {
        if (names.size() == MOST_NAMES) {
          throw SftpException.failure("a path has at most " + MOST_NAMES + " names");
        }
        names.add(name);
      }
    }
  }

  private static String decode(byte[] bytes, int offset, int length) throws SftpException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException _) {
      throw SftpException.noSuchFile("path could not be decoded as UTF-8");
    }
  }

  boolean isRoot() {
    return names.isEmpty();
  }

  /**
   * Whether a path can end in a name. Directories may hold others, which clients would take for the
   * names of other places: no listing shows them.
   */
  static boolean canName(String name) {
    return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('/') < 0;
  }

  /** Whether it is this path, or leads there. */
  boolean isAbove(UserPath other) {
    return names.size() <= other.names.size() && names.equals(other.names.subList(0, names.size()));
  }

  /** With a slash in front; it may have a capability in it. */
  String text() {
    return "/" + String.join("/", names);
  }

  @Override
  public String toString() {
    return "a path of " + names.size() + " names";
  }
}
