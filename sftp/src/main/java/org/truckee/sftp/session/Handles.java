package org.truckee.sftp.session;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.truckee.sftp.file.OpenFile;
import org.truckee.sftp.protocol.SftpException;

/** The open files of a session, by the names that its client knows them by. Thread-safe. */
final class Handles {
  private final int most;
  private final Map<String, OpenFile> open = new HashMap<>();
  private long last;
  private boolean ended;

  /** So many at most. */
  Handles(int most) {
    this.most = most;
  }

  /** Fails early: before something is opened that cannot be given a name. */
  synchronized void requireRoom() throws SftpException {
    if (open.size() >= most) {
      throw SftpException.failure(
          "more than " + most + " files are open; close some, or connect once more");
    }
  }

  /**
   * Names a file.
   *
   * @throws SftpException if the session has ended; the file has to be closed then
   */
  synchronized byte[] add(OpenFile file) throws SftpException {
    if (ended) {
      throw SftpException.failure("the connection has ended");
    }
    String name = Long.toString(++last);
    open.put(name, file);
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The file of a name. */
  synchronized OpenFile get(byte[] name) throws SftpException {
    OpenFile file = open.get(new String(name, StandardCharsets.ISO_8859_1));
    if (file == null) {
      throw SftpException.noSuchFile("no open file has this handle");
    }
    return file;
  }

  synchronized void remove(byte[] name) {
    open.remove(new String(name, StandardCharsets.ISO_8859_1));
  }

  /** Names no more, and forgets those that are named. */
  synchronized List<OpenFile> end() {
    ended = true;
    List<OpenFile> left = new ArrayList<>(open.values());
    open.clear();
    return left;
  }
}
