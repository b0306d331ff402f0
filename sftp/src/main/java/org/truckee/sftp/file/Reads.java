package org.truckee.sftp.file;

import java.io.IOException;
import org.truckee.sftp.protocol.SftpException;
import org.truckee.sftp.protocol.StatusCode;

/** Reads as clients ask for them: beyond the end, too. */
final class Reads {
  private Reads() {}

  static int read(Draft draft, long offset, byte[] target, String atEnd)
      throws IOException, InterruptedException {
    long size = draft.size();
    if (offset < 0 || offset >= size) {
      throw new SftpException(StatusCode.EOF, atEnd);
    }
    int length = (int) Math.min(target.length, size - offset);
    draft.read(offset, target, length);
    return length;
  }
}
