package org.truckee.web.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.truckee.grid.DownloadOptions;
import org.truckee.grid.FileContents;
import org.truckee.grid.FileNode;
import org.truckee.http.FileTypes;
import org.truckee.http.HttpRange;
import org.truckee.http.RangeHeaders;
import org.truckee.http.RefusedException;

/** The contents of a file, or a part of them, as a response ({@code spec/08 §9.2–9.4}). */
final class ReadFile implements Operation<Reached<? extends FileNode>> {
  @Override
  public void perform(Reached<? extends FileNode> file, WebRequest request)
      throws IOException, WebException, InterruptedException {
    if (!request.isHead() && Tags.notModified(file.node(), request)) {
      return;
    }
    FileContents contents = file.node().contents();
    boolean save = request.arguments().flag("save");
    request.setHeader("Accept-Ranges", "bytes");
    Optional<HttpRange> part = part(request, contents.size());
    String name = name(request);
    if (save) {
      request.setHeader(
          "Content-Disposition",
          "attachment; filename=\"%s\"".formatted(Escapes.headerBytes(name)));
    }
    SafeHeaders.ofContents(request.http());
    part.ifPresent(
        wanted ->
            request.setHeader("Content-Range", RangeHeaders.describe(wanted, contents.size())));
    type(request, name, save);
    long length = part.map(HttpRange::length).orElse(contents.size());
    request.http().begin(part.isPresent() ? 206 : 200, length);
    if (request.isHead()) {
      request.http().send(ByteBuffer.allocate(0), true);
    } else {
      contents.copyTo(
          new ResponseChannel(request.http(), length),
          part.map(HttpRange::begin).orElse(0L),
          length,
          DownloadOptions.DEFAULT);
    }
  }

  private static void type(WebRequest request, String name, boolean save) {
    Optional<String> coding = save ? Optional.empty() : FileTypes.coding(name);
    coding.ifPresent(how -> request.setHeader("Content-Encoding", how));
    request.http().setContentType(coding.isPresent() ? "text/plain" : FileTypes.of(name));
  }

  private static Optional<HttpRange> part(WebRequest request, long size) throws WebException {
    try {
      Optional<String> header = request.header("Range");
      return header.isEmpty() ? Optional.empty() : RangeHeaders.ofFile(header.get(), size);
    } catch (RefusedException e) {
      throw WebException.text(e.status(), e.getMessage());
    }
  }

  private static String name(WebRequest request) {
    String asked = request.arguments().text("filename").orElse("");
    if (!asked.isEmpty()) {
      return asked;
    }
    return request.name().isEmpty() ? "unknown" : request.name();
  }
}
