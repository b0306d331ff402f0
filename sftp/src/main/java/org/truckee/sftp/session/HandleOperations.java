package org.truckee.sftp.session;

import java.io.IOException;
import org.truckee.sftp.file.DirectoryHandle;
import org.truckee.sftp.file.OpenFile;
import org.truckee.sftp.file.PendingFile;
import org.truckee.sftp.file.ReadHandle;
import org.truckee.sftp.protocol.Attributes;
import org.truckee.sftp.protocol.ReplyPacket;
import org.truckee.sftp.protocol.Request;
import org.truckee.sftp.protocol.SftpException;
import org.truckee.sftp.protocol.StatusCode;

/** What is done with open files ({@code spec/11 §A5.1}). */
final class HandleOperations {
  private HandleOperations() {}

  /** Carries a request out, but for reads and closes. */
  static ReplyPacket perform(Request.OfHandle request, OpenFile file)
      throws IOException, InterruptedException {
    int id = request.id();
    return switch (request) {
      case Request.Write write -> {
        writable(file).write(write.offset(), write.data());
        yield ok(id, "write succeeded");
      }
      case Request.FStat _ -> new ReplyPacket.Attrs(id, file.attributes());
      case Request.FSetStat(int _, byte[] _, Attributes attributes) -> {
        describe(writable(file), attributes);
        yield ok(id, "fsetstat succeeded");
      }
      case Request.ReadDir _ when file instanceof DirectoryHandle directory ->
          new ReplyPacket.Names(id, directory.next());
      case Request.ReadDir _ -> throw SftpException.badMessage("the handle is of no directory");
      case Request.Read _, Request.Close _ ->
          throw new IllegalArgumentException("that is done elsewhere");
    };
  }

  /** Reads up to so many bytes. */
  static ReplyPacket read(Request.Read request, OpenFile file, int most)
      throws IOException, InterruptedException {
    byte[] bytes = new byte[most];
    int length =
        switch (file) {
          case ReadHandle reading -> reading.read(request.offset(), bytes);
          case PendingFile pending -> pending.read(request.offset(), bytes);
          case DirectoryHandle _ -> throw SftpException.badMessage("the handle is of a directory");
        };
    return new ReplyPacket.Data(request.id(), bytes, length);
  }

  private static ReplyPacket ok(int id, String message) {
    return new ReplyPacket.Status(id, StatusCode.OK, message);
  }

  private static PendingFile writable(OpenFile file) throws SftpException {
    return switch (file) {
      case PendingFile pending -> pending;
      case ReadHandle _, DirectoryHandle _ ->
          throw SftpException.denied("file handle was not opened for writing");
    };
  }

  private static void describe(PendingFile file, Attributes attributes)
      throws IOException, InterruptedException {
    if (attributes.size().isPresent()) {
      file.resize(attributes.size().getAsLong());
    }
    if (attributes.permissions().isPresent()
        || attributes.times().isPresent()
        || !attributes.extended().isEmpty()) {
      file.describe(FileAttributes.metadata(attributes));
    }
  }

  /** A request as a message names it. */
  static String verb(Request.OfHandle request) {
    return switch (request) {
      case Request.Read _, Request.ReadDir _ -> "read from";
      case Request.Write _ -> "write to";
      case Request.FStat _ -> "get attributes for";
      case Request.FSetStat _ -> "set attributes for";
      case Request.Close _ -> "close";
    };
  }
}
