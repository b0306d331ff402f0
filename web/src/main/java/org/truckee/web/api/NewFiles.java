package org.truckee.web.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.truckee.capability.Capability;
import org.truckee.capability.MutableFormat;
import org.truckee.crypto.KeyFormatException;
import org.truckee.crypto.RsaPrivateKey;
import org.truckee.grid.FileFormat;
import org.truckee.grid.FileTooLargeException;
import org.truckee.grid.FilesystemNode;
import org.truckee.grid.Grid;
import org.truckee.grid.InitialContents;
import org.truckee.grid.KeyChoice;
import org.truckee.grid.MutableOptions;
import org.truckee.grid.Source;
import org.truckee.grid.SpooledSource;
import org.truckee.grid.UploadOptions;
import org.truckee.grid.UploadResult;

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
      return grid.node(immutableOfBody(request).cap());
    }
    MutableOptions options = withKey(NewDirectories.options(Optional.of(format)), request);
    long length = request.http().body().announcedLength();
    // An SDMF file is one piece, which is made when all of it is there.
    if (format == FileFormat.MDMF && length >= 0) {
      return mutable(new ArrivingSource(request.body(), length), options);
    }
    try (SpooledSource contents = spool(request, options.format().orElseThrow())) {
      return mutable(contents, options);
    }
  }

  /** Only a key that does not depend on the contents is known before all of them are there. */
  private UploadResult immutableOfBody(WebRequest request)
      throws IOException, WebException, InterruptedException {
    UploadOptions options = options(request);
    long length = request.http().body().announcedLength();
    return options.key() instanceof KeyChoice.Random && length >= 0
        ? grid.upload(new ArrivingSource(request.body(), length), options)
        : grid.upload(request.body(), options);
  }

  /** A file with these contents. */
  FilesystemNode of(Source contents, WebRequest request)
      throws IOException, WebException, InterruptedException {
    FileFormat format = format(request);
    return format == FileFormat.CHK
        ? grid.node(immutable(contents, request).cap())
        : mutable(contents, withKey(NewDirectories.options(Optional.of(format)), request));
  }

  /** An immutable file with these contents. */
  UploadResult immutable(Source contents, WebRequest request)
      throws IOException, WebException, InterruptedException {
    return grid.upload(contents, options(request));
  }

  /** Equal files become one, unless {@code convergence=off} asks for a key that nobody can find. */
  private static UploadOptions options(WebRequest request) throws WebException {
    return request.arguments().flag("convergence", true)
        ? UploadOptions.DEFAULT
        : UploadOptions.DEFAULT.withKey(KeyChoice.RANDOM);
  }

  /** A mutable file with these contents, and a key of its own. */
  Capability mutable(Source contents, FileFormat format) throws IOException, InterruptedException {
    return mutable(contents, NewDirectories.options(Optional.of(format))).bestCap().orElseThrow();
  }

  private FilesystemNode mutable(Source contents, MutableOptions options)
      throws IOException, InterruptedException {
    return grid.node(grid.createMutable(InitialContents.of(contents), options).cap());
  }

  /**
   * The body of a request that becomes a mutable file, kept until it has been written.
   *
   * @throws FileTooLargeException as soon as it is known that it cannot become one
   */
  SpooledSource spool(WebRequest request, MutableFormat format)
      throws IOException, InterruptedException {
    long most = grid.mostBytes(format);
    if (request.http().body().announcedLength() > most) {
      throw BoundedContents.tooLarge(most);
    }
    // Mutable files have keys of their own: nothing has to be hashed.
    return grid.spool(
        new BoundedContents(request.body(), most), UploadOptions.DEFAULT.withKey(KeyChoice.RANDOM));
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
