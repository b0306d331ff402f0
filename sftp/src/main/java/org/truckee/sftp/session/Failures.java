package org.truckee.sftp.session;

import java.io.IOException;
import org.truckee.grid.ChildOfWrongTypeException;
import org.truckee.grid.ExistingChildException;
import org.truckee.grid.FileProhibitedException;
import org.truckee.grid.GridException;
import org.truckee.grid.NoSuchChildException;
import org.truckee.grid.NotADirectoryException;
import org.truckee.grid.NotWriteableException;
import org.truckee.grid.SpoolException;
import org.truckee.sftp.protocol.SftpException;

/** What clients are told of failures ({@code spec/11 §A8}). */
final class Failures {
  private Failures() {}

  static SftpException of(IOException failure) {
    return switch (failure) {
      case SftpException told -> told;
      case GridException grid -> of(grid);
      default ->
          SftpException.failure(
              failure.getMessage() == null ? "the operation failed" : failure.getMessage());
    };
  }

  private static SftpException of(GridException failure) {
    return switch (failure) {
      case NoSuchChildException e -> SftpException.noSuchFile(e.name());
      case NotWriteableException e -> SftpException.denied(e.getMessage());
      case ChildOfWrongTypeException e -> SftpException.denied(e.getMessage());
      case FileProhibitedException e -> SftpException.denied(e.getMessage());
      case ExistingChildException e ->
          SftpException.failure("child '" + e.name() + "' already exists");
      case NotADirectoryException e -> SftpException.failure(e.getMessage());
      // Its message names a folder of this machine, which is none of the user's business.
      case SpoolException _ ->
          SftpException.failure(
              "there is no room where files wait until they are complete; the operator of the"
                  + " gateway can make some");
      default -> SftpException.failure(failure.getMessage());
    };
  }
}
