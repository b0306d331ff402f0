package org.truckee.web.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.grid.FileFormat;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.InitialContents;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.Source;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.UploadOptions;

/** The files that requests ask for: what format, by which key ({@code spec/08 §2.5, §7, §10}). */
final class NewFiles {
  private final Grid grid;

  NewFiles(Grid grid) {
    this.grid = grid;
  }

  /** A file with the body of a request as its contents. */
  FilesystemNode ofBody(WebRequest request) throws IOException, WebException, InterruptedException {
    FileFormat format = format(request);
    if (format == FileFormat.CHK) {
      return grid.node(grid.upload(request.body(), UploadOptions.DEFAULT).cap());
    }
    MutableOptions options = withKey(NewDirectories.options(Optional.of(format)), request);
    long length = request.http().body().announcedLength();
    // An SDMF file is one piece, which is made when all of it is there.
    if (format == FileFormat.MDMF && length >= 0) {
      return mutable(new ArrivingSource(request.body(), length), options);
    }
    try (SpooledSource contents = spool(request)) {
      return mutable(contents, options);
    }
  }

  /** A file with these contents. */
  FilesystemNode of(Source contents, WebRequest request)
      throws IOException, WebException, InterruptedException {
    FileFormat format = format(request);
    return format == FileFormat.CHK
        ? grid.node(grid.upload(contents).cap())
        : mutable(contents, withKey(NewDirectories.options(Optional.of(format)), request));
  }

  /** A mutable file with these contents, and a key of its own. */
  Capability mutable(Source contents, FileFormat format) throws IOException, InterruptedException {
    return mutable(contents, NewDirectories.options(Optional.of(format))).bestCap().orElseThrow();
  }

  private FilesystemNode mutable(Source contents, MutableOptions options)
      throws IOException, InterruptedException {
    return grid.node(grid.createMutable(InitialContents.of(contents), options).cap());
  }

  /** The body of a request, kept until it has been written. */
  SpooledSource spool(WebRequest request) throws IOException, InterruptedException {
    return spool(request.body());
  }

  /** What a stream has, kept until it has been written. */
  SpooledSource spool(InputStream contents) throws IOException, InterruptedException {
    return grid.spool(contents, UploadOptions.DEFAULT);
  }

  /** The format that was asked for; otherwise an immutable one. */
  static FileFormat format(WebRequest request) throws WebException {
    return request.arguments().format().orElse(FileFormat.CHK);
  }

  /** The same options with the key that the request brings, if it does. */
  static MutableOptions withKey(MutableOptions options, WebRequest request) throws WebException {
    Optional<String> text = request.arguments().text("private-key");
    if (text.isEmpty()) {
      return options;
    }
    try {
      byte[] der = Base64.getUrlDecoder().decode(text.get().getBytes(StandardCharsets.US_ASCII));
      return options.withKey(RsaPrivateKey.fromDer(der));
    } catch (IllegalArgumentException | KeyFormatException e) {
      // The error must not quote the key.
      throw WebException.text(
          400, "private-key= has to be a 2048 bit RSA key, PKCS#8 DER in URL-safe base64");
    }
  }
}
