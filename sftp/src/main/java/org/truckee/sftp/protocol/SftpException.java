package org.truckee.sftp.protocol;

import java.io.IOException;

/** A request cannot be fulfilled, and this is what its client is told. */
public final class SftpException extends IOException {
  private static final long serialVersionUID = 1L;

  private final StatusCode code;

  /** With a message for the user, which may name files and must not name machines. */
  public SftpException(StatusCode code, String message) {
    super(message);
    this.code = code;
  }

  /** Something is not there. */
  public static SftpException noSuchFile(String message) {
    return new SftpException(StatusCode.NO_SUCH_FILE, message);
  }

  /** It is there, but not for this. */
  public static SftpException denied(String message) {
    return new SftpException(StatusCode.PERMISSION_DENIED, message);
  }

  /** Any other reason. */
  public static SftpException failure(String message) {
    return new SftpException(StatusCode.FAILURE, message);
  }

  /** The request contradicts itself. */
  public static SftpException badMessage(String message) {
    return new SftpException(StatusCode.BAD_MESSAGE, message);
  }

  /** Nothing does that here. */
  public static SftpException unsupported(String message) {
    return new SftpException(StatusCode.OP_UNSUPPORTED, message);
  }

  /** There is nothing more. */
  public static SftpException endOfFile() {
    return new SftpException(StatusCode.EOF, "end of file reached");
  }

  /** How the protocol numbers it. */
  public StatusCode code() {
    return code;
  }
}
