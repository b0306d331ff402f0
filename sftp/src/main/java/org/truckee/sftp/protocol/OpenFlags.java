package org.truckee.sftp.protocol;

/** For what a file is opened: a set of bits. */
public record OpenFlags(int bits) {
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int APPEND = 4;
  private static final int CREAT = 8;
  private static final int TRUNC = 16;
  private static final int EXCL = 32;

  /** Whether it may be read. */
  public boolean read() {
    return (bits & READ) != 0;
  }

  /** Whether it may be written. */
  public boolean write() {
    return (bits & WRITE) != 0;
  }

  /** Whether writes go to its end, wherever they say. */
  public boolean append() {
    return (bits & APPEND) != 0;
  }

  /** Whether it is made if it is not there. */
  public boolean create() {
    return (bits & CREAT) != 0;
  }

  /** Whether what it holds is forgotten. */
  public boolean truncate() {
    return (bits & TRUNC) != 0;
  }

  /** Whether it must not be there. */
  public boolean exclusive() {
    return (bits & EXCL) != 0;
  }

  /** Whether the file can become another by being opened. */
  public boolean changes() {
    return write() || create();
  }

  /**
   * Nothing, if the bits make sense together.
   *
   * @throws SftpException if they do not
   */
  public void check() throws SftpException {
    if (!read() && !write()) {
      throw SftpException.badMessage(
          "invalid file open flags: at least one of FXF_READ and FXF_WRITE must be set");
    }
    if (exclusive() && !create()) {
      throw SftpException.badMessage(
          "invalid file open flags: FXF_EXCL cannot be set without FXF_CREAT");
    }
  }
}
