package org.truckee.sftp.session;

import java.io.IOException;
import java.util.regex.Pattern;
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
  /** Addresses of machines: with a scheme, with a port, or as numbers. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![\\w.-])(?:[a-z][a-z0-9+.-]*+://\\S++|\\[[0-9a-fA-F:.]++(?:%\\w++)?](?::\\d++)?"
              + "|(?:[0-9a-fA-F]{0,4}:){2,7}+(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4}+)(?!\\w)"
              + "|(?:[\\w.-]++/)?(?:\\d{1,3}\\.){3}\\d{1,3}(?::\\d++)?"
              + "|[\\w.-]++:\\d{1,5}+(?!\\w))");

  private Failures() {}

  static SftpException of(IOException failure) {
    return switch (failure) {
      case SftpException told -> told;
      case GridException grid -> of(grid);
      default ->
          SftpException.failure(
              failure.getMessage() == null
                  ? "the operation failed"
                  : withoutAddresses(failure.getMessage()));
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
      default -> SftpException.failure(withoutAddresses(failure.getMessage()));
    };
  }

  /** Which machines a grid has is for its operators to know. */
  private static String withoutAddresses(String message) {
    return ADDRESS.matcher(message).replaceAll("(address)");
  }
}
